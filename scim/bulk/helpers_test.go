package bulk

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

const enterprise = scim.SchemaEnterpriseUser

func object(t testing.TB, text string) *scim.Object {
	t.Helper()
	o, err := jsonx.Decode(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return o
}

func encoded(o *scim.Object) string { return string(scim.AppendJSON(nil, o)) }

// request is a message with these members.
func request(members string) string {
	return `{"schemas":["` + scim.MessageBulk + `"],` + members + `}`
}

func refusal(err error) string {
	if e, ok := errors.AsType[*scim.Error](err); ok {
		return strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, e.ScimType))
	}
	return fmt.Sprint(err)
}
