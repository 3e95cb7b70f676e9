package chaos

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/correlation"
)

// check compares the applications with the model.
func (s *site) check() error {
	for _, a := range s.apps {
		got := a.lines()
		slices.Sort(got)
		if diff := cmp.Diff(s.lines(a), got); diff != "" {
			return broken("%s (-model +application)\n%s", a.name, diff)
		}
	}
	return nil
}

// checkIntents looks for those that are left, past the gateway.
func (s *site) checkIntents() error {
	store, err := correlation.OpenSQL(s.Context(), s.store, s.place, correlation.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	for _, a := range s.apps {
		for _, resourceType := range []string{"User", "Group"} {
			left, err := store.Pending(s.Context(), correlation.Scope{App: a.name, Type: resourceType, Namespace: a.name})
			if len(left) > 0 || err != nil {
				return errors.Join(err, broken("intents are left at %s: %+v", a.name, left))
			}
		}
	}
	return nil
}

// checkIDs asks for everybody by id, those who were deleted too.
func (s *site) checkIDs() error {
	for at, owner := range s.owners {
		i := slices.IndexFunc(s.apps, func(a *app) bool { return a.name == at.app })
		path, name, ref, deleted := "", "", "", false
		switch o := owner.(type) {
		case *person:
			path, name, ref, deleted = "/Users/"+at.text, o.login, o.ref, o.deleted
		case *group:
			path, name, ref, deleted = "/Groups/"+at.text, o.name, o.ref, o.deleted
		}
		want := http.StatusOK
		if deleted {
			want = http.StatusNotFound
		}
		_, answer, err := s.to(s.apps[i], plain).send(http.MethodGet, path, nil, want)
		if err != nil {
			return fmt.Errorf("%s at %s: %w", name, at.app, err)
		}
		if got := text(answer["userName"]) + text(answer["displayName"]); !deleted && got != name {
			return broken("the id of %s at %s leads to %s", name, at.app, got)
		}
		if got := text(answer["externalId"]); !deleted && got != ref {
			return broken("%s at %s is called %q and should be %q", name, at.app, got, ref)
		}
	}
	return nil
}
