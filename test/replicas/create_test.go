package replicas

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

const withoutIndex = "DROP INDEX employees_login;\n"

// The application keeps logins apart, or leaves that to the gateways.
func TestOfManyWhoCreateOneAccountOnSeveralReplicasOneSucceedsAndTheOthersAreConflicts(t *testing.T) {
	for _, c := range []struct{ name, store, change string }{
		{"logins are distinct, store on PostgreSQL", "postgres", ""},
		{"logins are not distinct, store on PostgreSQL", "postgres", withoutIndex},
		{"logins are distinct, store on MariaDB", "mysql", ""},
		{"logins are not distinct, store on MariaDB", "mysql", withoutIndex},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, 3, c.store, c.change)
			for lap := range testenv.N(2, 20) {
				login := fmt.Sprintf("ada.%d", lap)
				body := fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": %q, "active": true}`, login)
				answers := s.atOnce(50, http.MethodPost, "/Users", body)
				made := ""
				for _, a := range answers {
					switch {
					case a.Status == http.StatusCreated && made == "":
						made = a.ID
					case a.Status != http.StatusConflict || a.ScimType != "uniqueness":
						t.Errorf("%s: %+v", login, a)
					}
				}
				if n := s.employees(login); n != 1 || made == "" {
					t.Errorf("%s: there are %d, of which %q was told", login, n, made)
				}
				for i, a := range s.atOnce(len(s.urls), http.MethodGet, "/Users/"+made, "") {
					if a.ID != made {
						t.Errorf("%s at %d: %+v", login, i, a)
					}
				}
			}
		})
	}
}

// atOnce sends a request n times, to one gateway after the other.
func (s *site) atOnce(n int, method, path, body string) []answer {
	s.Helper()
	answers, errs := make([]answer, n), make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { answers[i], errs[i] = s.ask(i, method, path, body) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			s.Fatal(err)
		}
	}
	return answers
}
