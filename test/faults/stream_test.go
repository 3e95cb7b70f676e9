package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/testenv/server"
)

// crowd is how many members the big group has: enough for several statements, each of several packets.
const crowd = 20_000

// bigGroup makes a group of everybody, and returns its path.
func (s *site) bigGroup() string {
	s.Helper()
	series := map[string]string{"postgres": "generate_series(1, %d) AS s (seq)", "mysql": "seq_1_to_%d"}[s.dialect]
	series = fmt.Sprintf(series, crowd-2)
	s.sql("INSERT INTO people (login, first_name, status) SELECT concat('p', seq), 'P', 'A' FROM "+series,
		"INSERT INTO teams VALUES ('all')", "INSERT INTO members SELECT 'all', no FROM people")
	return "/Groups/" + s.found("/Groups", "displayName", "all")
}

// streamed is an answer while it arrives.
type streamed struct {
	status int
	began  chan struct{} // the first bytes of the body are here, or it failed
	ended  chan struct{}
	body   bytes.Buffer
	err    error
}

// stream asks for a resource whose answer it reads as it comes.
func (s *site) stream(path string) *streamed {
	a := &streamed{began: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(a.ended)
		a.read(s, path)
	}()
	return a
}

func (a *streamed) read(s *site, path string) {
	var first [1]byte
	resp, err := s.get(path)
	if err == nil {
		defer resp.Body.Close()
		a.status = resp.StatusCode
		_, err = io.ReadFull(resp.Body, first[:])
	}
	close(a.began)
	if err == nil {
		a.body.Write(first[:])
		_, err = a.body.ReadFrom(resp.Body)
	}
	a.err = err
}

func (s *site) get(path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.url+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return s.client.Do(req)
}

// members are those that the answer names, once it has ended.
func (a *streamed) members() (map[string]bool, error) {
	<-a.ended
	if a.err != nil {
		return nil, a.err
	}
	var group struct{ Members []struct{ Value string } }
	err := json.Unmarshal(a.body.Bytes(), &group)
	seen := map[string]bool{}
	for _, m := range group.Members {
		seen[m.Value] = true
	}
	if len(seen) != len(group.Members) {
		return nil, fmt.Errorf("%d of %d members are there twice", len(group.Members)-len(seen), len(group.Members))
	}
	return seen, err
}

// midway lets the database's answers to a stream through one by one until the client has a part, and leaves it there.
func (s *site) midway(path string) *streamed {
	s.network.Hold(testenv.Answers)
	a := s.stream(path)
	for {
		kept := make(chan struct{})
		go func() {
			s.network.Await(1)
			close(kept)
		}()
		select {
		case <-a.began:
			<-kept
			return a
		case <-kept:
			s.network.Pass()
		}
	}
}

// wantBroken checks that what the client has is no whole answer, and that it can tell.
func (s *site) wantBroken(a *streamed) {
	s.Helper()
	if members, err := a.members(); err == nil || a.status != http.StatusOK || json.Valid(a.body.Bytes()) {
		s.Errorf("status %d, %d members, %d bytes, %v", a.status, len(members), a.body.Len(), err)
	}
}

// wantWhole checks that the client has all members.
func (s *site) wantWhole(a *streamed) {
	s.Helper()
	if members, err := a.members(); err != nil || len(members) != crowd {
		s.Errorf("status %d, %d members, %v", a.status, len(members), err)
	}
}

func TestAGroupThatStreamsGoesOnWhereItsConnectionBroke(t *testing.T) {
	each(t, servers, options{timeout: "10s"}, func(s *site) {
		path := s.bigGroup()
		a := s.midway(path)
		s.network.Cut()
		s.network.Hold(testenv.Nothing)
		s.wantWhole(a)
	})
}

func TestAGroupThatStreamsIsNeverClosedWhenItIsNotWhole(t *testing.T) {
	mortal(t, func(s *site, own *server.Server) {
		path := s.bigGroup()
		for how, end := range ends(own) {
			a := s.midway(path)
			end()
			s.network.Hold(testenv.Nothing)
			s.wantBroken(a)
			s.wantUnavailable(how, s.do(http.MethodGet, path, ""))
			s.must(own.Start(context.Background()))
			s.wantWhole(s.stream(path))
		}
	})
}
