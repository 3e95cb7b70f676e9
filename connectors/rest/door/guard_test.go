package door

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func TestAddressesThatNoApplicationHasAreRefused(t *testing.T) {
	own := []netip.Prefix{netip.MustParsePrefix("169.254.10.0/24"), netip.MustParsePrefix("127.0.0.0/8")}
	for _, c := range []struct {
		name, addr string
		named      bool
		allow      []netip.Prefix
		want       bool
	}{
		{name: "a public address", addr: "93.184.215.14", want: true},
		{name: "a private one, where legacy applications live", addr: "10.1.2.3", want: true},
		{name: "a private one of IPv6", addr: "fd12::1", want: true},
		{name: "the metadata of a cloud", addr: "169.254.169.254"},
		{name: "the same, mapped to IPv6", addr: "::ffff:169.254.169.254"},
		{name: "the same, through NAT64", addr: "64:ff9b::a9fe:a9fe"},
		{name: "the same, through 6to4", addr: "2002:a9fe:a9fe::1"},
		{name: "the same, as IPv6 had it once", addr: "::a9fe:a9fe"},
		{name: "the metadata of another cloud", addr: "100.100.100.200"},
		{name: "metadata by IPv6", addr: "fd00:ec2::254"},
		{name: "a neighbour", addr: "fe80::1%eth0"},
		{name: "no address", addr: "0.0.0.0"},
		{name: "no address of IPv6", addr: "::"},
		{name: "this network", addr: "0.1.2.3"},
		{name: "many machines", addr: "224.0.0.1"},
		{name: "many machines by IPv6", addr: "ff02::1"},
		{name: "all machines", addr: "255.255.255.255"},
		{name: "this machine under another's name", addr: "127.0.0.1"},
		{name: "this machine by IPv6 under another's name", addr: "::1"},
		{name: "this machine, mapped, under another's name", addr: "::ffff:127.0.0.1"},
		{name: "this machine, through NAT64", addr: "64:ff9b::7f00:1"},
		{name: "this machine under its name", addr: "127.0.0.1", named: true, want: true},
		{name: "this machine by IPv6 under its name", addr: "::1", named: true, want: true},
		{name: "metadata under this machine's name", addr: "169.254.169.254", named: true},
		{name: "a neighbour that the block names", addr: "169.254.10.9", allow: own, want: true},
		{name: "a neighbour beside those that the block names", addr: "169.254.11.9", allow: own},
		{name: "this machine, which the block names", addr: "127.0.0.5", allow: own, want: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := (guard{allow: c.allow}).check(netip.MustParseAddr(c.addr), c.named); (err == nil) != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestANameIsLookedAtAfterItWasResolved goes through a name server of its own, which answers what an attacker's would.
func TestANameIsLookedAtAfterItWasResolved(t *testing.T) {
	d := serve(t, func(http.ResponseWriter, *http.Request) {})
	port := d.URL[strings.LastIndexByte(d.URL, ':'):]
	for _, c := range []struct {
		name, addr, allow string
		want              connectors.Kind
	}{
		{"that becomes the metadata address", "169.254.169.254", "", connectors.Unavailable},
		{"that becomes this machine", "127.0.0.1", "", connectors.Unavailable},
		{"that becomes no address", "0.0.0.0", "", connectors.Unavailable},
		{"that becomes this machine, which the block names", "127.0.0.1", "allow: 127.0.0.1/32\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := dial(t, "http://rebound.example.com"+port, c.allow, Options{})
			client.resolve(netip.MustParseAddr(c.addr))
			before := d.count("/x")
			_, err := post(t.Context(), client, "/x", "{}")
			if connectors.KindOf(err) != c.want {
				t.Errorf("got %v", err)
			}
			if called := d.count("/x") > before; called != (c.want == "") {
				t.Errorf("the machine was called: %t", called)
			}
		})
	}
}

// resolve makes every name lead to addr.
func (c *Client) resolve(addr netip.Addr) {
	c.guard.resolver = answering(addr)
	c.transport = c.settings.transport(c.trust.own)
}

// answering is a resolver whose name server knows one address for every name.
func answering(addr netip.Addr) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			for nameServer(theirs, addr) == nil {
			}
		}()
		return ours, nil
	}}
}

// nameServer answers one question over a stream: a length, then a message (RFC 1035 4).
func nameServer(c net.Conn, addr netip.Addr) error {
	size := make([]byte, 2)
	if _, err := io.ReadFull(c, size); err != nil {
		return err
	}
	q := make([]byte, binary.BigEndian.Uint16(size))
	if _, err := io.ReadFull(c, q); err != nil {
		return err
	}
	end := 12
	for q[end] != 0 {
		end += int(q[end]) + 1
	}
	end += 5
	a := append([]byte{q[0], q[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, q[12:end]...)
	if q[end-3] == 1 { // a question for an IPv4 address
		a[7] = 1
		a = append(a, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
		a = append(a, addr.AsSlice()...)
	}
	_, err := c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(a))), a...))
	return err
}

func TestARefusedAddressIsFoundWhenTheBlockSpellsIt(t *testing.T) {
	for _, host := range []string{"169.254.169.254", "[fe80::1]", "0.0.0.0", "[::ffff:169.254.169.254]"} {
		if got := codes(t, "base_url: https://"+host+"\n"); len(got) != 1 || !strings.Contains(got[0], "rest/refused-address") {
			t.Errorf("%s: %v", host, got)
		}
	}
}
