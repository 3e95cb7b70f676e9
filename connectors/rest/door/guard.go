package door

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// refusedRanges are addresses that no legacy application has: of the machine itself, of the local link, of many
// machines at once, and where clouds answer with credentials.
var refusedRanges = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("::/128"),
	netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("fe80::/10"),
	netip.MustParsePrefix("fd00:ec2::254/128"),
	netip.MustParsePrefix("100.100.100.200/32"),
	netip.MustParsePrefix("168.63.129.16/32"),
	netip.MustParsePrefix("224.0.0.0/4"),
	netip.MustParsePrefix("ff00::/8"),
	netip.MustParsePrefix("255.255.255.255/32"),
}

// embedding are IPv6 ranges whose addresses lead to an IPv4 address that stands in them, and at which byte.
var embedding = []struct {
	prefix netip.Prefix
	at     int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12}, // NAT64
	{netip.MustParsePrefix("::/96"), 12},        // IPv4-compatible
	{netip.MustParsePrefix("2002::/16"), 2},     // 6to4
}

// guard says which addresses may be connected to.
type guard struct {
	allow    []netip.Prefix
	resolver *net.Resolver // nil: the system's
}

// refusal is an address that is not to be called.
type refusal struct{ addr netip.Addr }

func (r refusal) Error() string {
	return fmt.Sprintf("the address %s is not one that may be called (see allow)", r.addr)
}

// check is an error when addr may not be called; loopback only under a name that says so.
func (g guard) check(addr netip.Addr, named bool) error {
	addr = addr.WithZone("").Unmap()
	within := func(p netip.Prefix) bool { return p.Contains(addr) }
	if slices.ContainsFunc(g.allow, within) {
		return nil
	}
	if addr.IsLoopback() && !named || slices.ContainsFunc(refusedRanges, within) {
		return refusal{addr}
	}
	for _, e := range embedding {
		if e.prefix.Contains(addr) && !addr.IsLoopback() {
			inner, _ := netip.AddrFromSlice(addr.AsSlice()[e.at : e.at+4])
			return g.check(inner, named)
		}
	}
	return nil
}

// dial connects to address, a host and a port. Every address that the host turns out to have is checked when it is
// about to be connected to, so that no answer of a name server, however late, leads around the check.
func (g guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	named := namesLoopback(host)
	d := net.Dialer{
		Timeout:   10 * time.Second,
		KeepAlive: 30 * time.Second,
		Resolver:  g.resolver,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			return g.check(at.Addr(), named)
		},
	}
	return d.DialContext(ctx, network, address)
}
