package auth_test

import (
	"encoding/hex"
	"errors"
	"hash/crc32"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/scimgate/scimgate/gateway/auth"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func token(t *testing.T, text string, notAfter time.Time) auth.Token {
	t.Helper()
	var tok auth.Token
	if _, err := hex.Decode(tok.SHA256[:], []byte(auth.Digest(text))); err != nil {
		t.Fatal(err)
	}
	tok.NotAfter = notAfter
	return tok
}

func TestAHeaderIsAClientOrNobody(t *testing.T) {
	okta := auth.Client{Name: "okta", Apps: map[string]auth.Access{"hr": auth.Write}}
	audit := auth.Client{Name: "audit", Apps: map[string]auth.Access{"hr": auth.Read}}
	a := auth.New(func() time.Time { return noon },
		auth.Account{Client: okta, Tokens: []auth.Token{
			token(t, "expired", noon.Add(-time.Second)), token(t, "old", noon), token(t, "new", time.Time{}),
		}},
		auth.Account{Client: audit, Tokens: []auth.Token{token(t, "other", noon.Add(time.Hour)), token(t, "", time.Time{})}},
	)
	tests := map[string]struct{ header, want string }{
		"a token":                                {"Bearer new", "okta"},
		"the token it replaces, on its last day": {"Bearer old", "okta"},
		"another client's token":                 {"Bearer other", "audit"},
		"the scheme in any case":                 {"bearer new", "okta"},
		"more than one space":                    {"Bearer  new ", "okta"},
		"an expired token":                       {"Bearer expired", ""},
		"an unknown token":                       {"Bearer newx", ""},
		"a token in another case":                {"Bearer NEW", ""},
		"no token":                               {"Bearer", ""},
		"an empty token, even if configured":     {"Bearer ", ""},
		"no header":                              {"", ""},
		"a token without scheme":                 {"new", ""},
		"a token under another scheme":           {"Basic new", ""},
		"two tokens":                             {"Bearer new, Bearer old", ""},
		"a digest instead of the token":          {"Bearer " + auth.Digest("new"), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := a.Authenticate(tt.header)
			switch {
			case tt.want == "" && (got != nil || !errors.Is(err, auth.ErrUnauthenticated) || err.Error() != auth.ErrUnauthenticated.Error()):
				t.Errorf("got %v, %v; every refusal is the same", got, err)
			case tt.want != "" && (err != nil || got.Name != tt.want):
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestAGatewayWithoutClientsLetsNobodyIn(t *testing.T) {
	if c, err := auth.New(time.Now).Authenticate("Bearer x"); c != nil || err == nil {
		t.Errorf("got %v, %v", c, err)
	}
}

func TestANewTokenIsRecognisableAndAccepted(t *testing.T) {
	first, digest := auth.NewToken()
	second, _ := auth.NewToken()
	if first == second {
		t.Error("two tokens are the same")
	}
	m := regexp.MustCompile(`^(sgw_[a-z2-7]{8}_[a-z2-7]{26})_([0-9a-f]{8})$`).FindStringSubmatch(first)
	if m == nil {
		t.Fatalf("the token is %s", first)
	}
	if sum, err := strconv.ParseUint(m[2], 16, 32); err != nil || uint32(sum) != crc32.ChecksumIEEE([]byte(m[1])) {
		t.Errorf("%s does not check", first)
	}
	if digest != auth.Digest(first) {
		t.Errorf("the digest is %s", digest)
	}
	a := auth.New(time.Now, auth.Account{Client: auth.Client{Name: "c"}, Tokens: []auth.Token{token(t, first, time.Time{})}})
	if c, err := a.Authenticate("Bearer " + first); err != nil || c.Name != "c" {
		t.Errorf("got %v, %v", c, err)
	}
}

func TestAccessReadsAsInTheConfiguration(t *testing.T) {
	for a, want := range map[auth.Access]string{0: "none", auth.Read: "read", auth.Write: "write"} {
		if a.String() != want {
			t.Errorf("%d is %s", a, a)
		}
	}
}
