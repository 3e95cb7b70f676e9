package demo

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// somebody is a user of the running demo, for the curl lines.
type somebody struct {
	ID       string `json:"id"`
	UserName string `json:"userName"`
}

// askForSomebody asks the gateway itself, as a client, for its first user.
func askForSomebody(ctx context.Context, url, token string) (somebody, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/Users?count=1&attributes=userName", nil)
	if err != nil {
		return somebody{}, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return somebody{}, err
	}
	defer resp.Body.Close()
	var list struct{ Resources []somebody }
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		return somebody{}, err
	}
	if resp.StatusCode != http.StatusOK || len(list.Resources) == 0 {
		return somebody{}, fmt.Errorf("GET /Users answered %d with %d users", resp.StatusCode, len(list.Resources))
	}
	return list.Resources[0], nil
}

// printBanner says where the demo is and how to try it. The lines name a user that it asks the running gateway for, as
// a client would.
func printBanner(ctx context.Context, w io.Writer, address, token, ends string) error {
	url := "http://" + address + "/hr/scim/v2"
	who, err := askForSomebody(ctx, url, token)
	if err != nil {
		return fmt.Errorf("the demo does not answer itself: %w", err)
	}
	curl := "curl -sS -H " + quote("Authorization: Bearer "+token)
	send := curl + " -H 'Content-Type: application/scim+json'"
	found := fmt.Sprintf("filter=userName eq %q", strings.ToUpper(who.UserName))
	created := fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"new.hire.%s"}`, strings.ToLower(rand.Text()[:6]))
	const deactivated = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}`

	desk := "http://" + address + "/helpdesk/scim/v2"
	_, err = fmt.Fprintf(w, bannerText, ends, url, token,
		curl, quote(url+"/Users"), quote(found),
		send, quote(url+"/Users"), quote(created),
		who.UserName, send, quote(url+"/Users/"+who.ID), quote(deactivated), desk)
	return err
}

const bannerText = `
An HR database that speaks SCIM. %s.

  URL    %s
  token  %s

Find somebody, in any letter case:

  %s --get %s --data-urlencode %s

Create somebody:

  %s %s -d %s

Deactivate %s:

  %s -X PATCH %s -d %s

And a help desk with a REST interface that speaks SCIM, with the same token. It forgets everything when the demo ends.

  URL    %s

`

// quote makes one word for a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
