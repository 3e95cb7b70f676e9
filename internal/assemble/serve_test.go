package assemble

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/adminapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// running is a server whose public side is a handler of the test.
type running struct {
	public, admin string // base URLs
	stop          context.CancelFunc
	ended         chan error
}

func start(t *testing.T, shutdown time.Duration, h http.Handler) running {
	t.Helper()
	ready := adminapi.NewReadiness()
	listening := make(chan string, 1)
	s := &server{
		Gateway: &Gateway{ready: ready},
		Options: Options{Log: zap.NewNop(), Listening: func(address string) { listening <- address }},
		cfg:     &config.Config{Timeouts: config.Timeouts{Shutdown: shutdown}},
		public:  &http.Server{Handler: h, ReadHeaderTimeout: time.Minute},
		admin:   &http.Server{Handler: adminapi.New(ready, adminapi.NewMetrics("v", "")), ReadHeaderTimeout: time.Minute},
	}
	public, admin, err := listen(&config.Config{Listen: "127.0.0.1:0", Admin: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	r := running{admin: "http://" + admin.Addr().String(), stop: stop, ended: make(chan error, 1)}
	go func() { r.ended <- s.run(ctx, public, admin) }()
	r.public = "http://" + <-listening
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	return r
}

// answer is what a GET brings; the text of an error instead, when the connection broke.
func answer(url string) string {
	resp, err := http.Get(url)
	if err != nil {
		return "broken"
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "broken"
	}
	return strings.TrimSpace(string(body))
}

func TestARequestInFlightFinishesAfterTheSignalToEnd(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	r := start(t, time.Minute, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		close(entered)
		<-release
		if req.Context().Err() != nil {
			t.Error("its context was cancelled")
		}
		_, _ = io.WriteString(w, "whole")
	}))
	if got := answer(r.admin + "/readyz"); got != "ready" {
		t.Errorf("before: %s", got)
	}
	answered := make(chan string, 1)
	go func() { answered <- answer(r.public) }()
	<-entered
	r.stop()
	for answer(r.admin+"/readyz") != "not ready" { // while the request is still under way
		if t.Context().Err() != nil {
			t.Fatal("the process stayed ready")
		}
	}
	close(release)
	if got := <-answered; got != "whole" {
		t.Errorf("the answer is %s", got)
	}
	if err := <-r.ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	if got := answer(r.public) + answer(r.admin+"/healthz"); got != "brokenbroken" {
		t.Errorf("after its end something answers: %s", got)
	}
}

func TestARequestThatDoesNotFinishIsCutOff(t *testing.T) {
	entered := make(chan struct{})
	r := start(t, time.Millisecond, http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		close(entered)
		<-req.Context().Done()
	}))
	answered := make(chan string, 1)
	go func() { answered <- answer(r.public) }()
	<-entered
	r.stop()
	if err := <-r.ended; err == nil || !strings.Contains(err.Error(), "cut off after 1ms") {
		t.Errorf("it ended with %v", err)
	}
	if got := <-answered; got != "broken" {
		t.Errorf("the answer is %s", got)
	}
}

func TestAnAddressInUseIsAnErrorAndLeavesNothingOpen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, cfg := range []config.Config{
		{Listen: taken.Addr().String(), Admin: "127.0.0.1:0"},
		{Listen: "127.0.0.1:0", Admin: taken.Addr().String()},
	} {
		if _, _, err := listen(&cfg); err == nil {
			t.Errorf("%+v was opened", cfg)
		} else if _, ok := errors.AsType[*net.OpError](err); !ok {
			t.Errorf("got %v", err)
		}
	}
}
