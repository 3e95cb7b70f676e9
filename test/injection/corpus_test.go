package injection

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"testing"
)

// corpus is the hostile texts.
func corpus(t *testing.T) (texts []string) {
	t.Helper()
	f, err := os.Open("testdata/hostile.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		texts = append(texts, text)
	}
	if len(texts) != 400 {
		t.Fatalf("there are %d texts", len(texts))
	}
	return texts
}

func TestNoTextMeansAnythingInAFilter(t *testing.T) {
	texts := corpus(t)
	each(t, func(s *site) {
		before := s.rows()
		for _, text := range texts {
			for _, attribute := range []string{"userName", "title", "displayName", "name.givenName", "phoneNumbers.value", "phoneNumbers", "active", "id", "externalId", "meta.created"} {
				for _, op := range []string{"eq", "ne", "co", "sw", "ew", "gt", "le"} {
					found, _ := s.find(attribute, op, text)
					if op == "eq" && found.TotalResults > 0 {
						s.Errorf("%s eq %q finds %+v", attribute, text, found)
					}
				}
			}
		}
		if after := s.rows(); after != before {
			s.Errorf("there is\n%s", after)
		}
	})
}

func TestNoTextMeansAnythingInAnAddress(t *testing.T) {
	texts := corpus(t)
	each(t, func(s *site) {
		before := s.rows()
		for _, text := range texts {
			q := url.QueryEscape(text)
			for _, path := range []string{
				"/Users?sortBy=" + q, "/Users?sortBy=userName&sortOrder=" + q, "/Users?attributes=" + q, "/Users?excludedAttributes=" + q,
				"/Users?startIndex=" + q, "/Users?count=" + q, "/Users?cursor=" + q, "/Users?filter=" + q, "/Users?" + q + "=" + q,
			} {
				s.ask(http.MethodGet, path, nil, nil)
			}
			for _, method := range []string{http.MethodGet, http.MethodDelete, http.MethodPatch, http.MethodPut} {
				if status := s.ask(method, "/Users/"+url.PathEscape(text), map[string]any{}, nil); status < 400 {
					s.Errorf("%s of the id %q: %d", method, text, status)
				}
			}
		}
		if after := s.rows(); after != before {
			s.Errorf("there is\n%s", after)
		}
	})
}

func TestEveryTextIsKeptAsItIs(t *testing.T) {
	texts := corpus(t)
	each(t, func(s *site) {
		before, kept := s.rows(), 0
		for _, text := range texts {
			if s.keeps(text) {
				kept++
			}
		}
		if after := s.rows(); after != before {
			s.Errorf("there is\n%s", after)
		}
		if kept < 380 {
			s.Errorf("only %d texts were taken", kept)
		}
	})
}

// keeps puts text into every field of a new user, and takes the user away again. It may be refused.
func (s *site) keeps(text string) bool {
	s.Helper()
	sent := user{Schemas: []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, UserName: text, DisplayName: text, Title: text}
	sent.Name.GivenName = text
	sent.PhoneNumbers = append(sent.PhoneNumbers, struct{ Value string }{text})
	var made user
	switch status := s.ask(http.MethodPost, "/Users", sent, &made); {
	case status == http.StatusBadRequest:
		return false
	case status != http.StatusCreated:
		s.Errorf("%q: %d", text, status)
		return false
	}
	var read user
	s.ask(http.MethodGet, "/Users/"+made.ID, nil, &read)
	for _, u := range []user{made, read} {
		if u.UserName != text || u.DisplayName != text || u.Name.GivenName != text || u.Title != text || len(u.PhoneNumbers) != 1 || u.PhoneNumbers[0].Value != text {
			s.Errorf("%q reads %+v", text, u)
		}
	}
	for _, attribute := range []string{"userName", "displayName", "title", "name.givenName", "phoneNumbers.value"} {
		for _, op := range []string{"eq", "co", "sw", "ew"} {
			found, status := s.find(attribute, op, text)
			if status == http.StatusOK && !slices.ContainsFunc(found.Resources, func(u user) bool { return u.ID == made.ID }) {
				s.Errorf("%s %s %q does not find it", attribute, op, text)
			}
			if op == "eq" && found.TotalResults != 1 {
				s.Errorf("%s %s %q finds %d", attribute, op, text, found.TotalResults)
			}
		}
	}
	if status := s.ask(http.MethodDelete, "/Users/"+made.ID, nil, nil); status != http.StatusNoContent {
		s.Errorf("it cannot be deleted: %d", status)
	}
	return true
}
