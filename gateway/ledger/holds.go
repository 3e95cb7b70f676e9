package ledger

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
)

// Hold is what is known of one kind of loss: that it is held, that it was approved, or what was counted.
type Hold struct {
	App     string     `json:"app"`
	Type    string     `json:"type"`
	Kind    string     `json:"kind"`
	State   string     `json:"state"`             // held, approved or counting
	Since   *time.Time `json:"since,omitempty"`   // when the hold began, or the approval
	Refused int        `json:"refused,omitempty"` // writes, because of the hold
	Counted int        `json:"counted"`           // losses, in the window under way
	Admits  string     `json:"admits"`            // losses, in such a window: "50", "10%", "50 or 10%", "any"
	Until   *time.Time `json:"until,omitempty"`   // when the window ends
	By      string     `json:"by,omitempty"`      // who approved
}

func (Hold) header() []string {
	return []string{"app", "type", "kind", "state", "since", "refused", "counted", "admits", "until", "by"}
}
func (h Hold) cells() []string {
	return []string{
		h.App, h.Type, h.Kind, h.State, instant(h.Since), strconv.Itoa(h.Refused), strconv.Itoa(h.Counted), h.Admits, instant(h.Until), h.By,
	}
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Holds are what is held, and what was counted or approved in windows under way; where there is no limit any more it
// means nothing.
func (l Ledger) Holds(ctx context.Context) iter.Seq2[Hold, error] {
	return func(yield func(Hold, error) bool) {
		for _, e := range l.Types {
			tallies, err := e.Links.Tallies(ctx, e.Scope)
			if err != nil {
				yield(Hold{}, err)
				return
			}
			for _, t := range tallies {
				if e.Holds.Limited(t.Kind) && !yield(hold(e, t), nil) {
					return
				}
			}
		}
	}
}

func hold(e *gateway.Endpoint, t correlation.Tally) Hold {
	h := Hold{
		App: e.Scope.App, Type: e.Scope.Type, Kind: string(t.Kind), State: "counting",
		Refused: t.Refused, Counted: t.Counted, Admits: admitted(e, t.Kind), Until: known(t.Ends),
	}
	switch a := t.Approval; {
	case !t.Held.IsZero():
		h.State, h.Since = "held", known(t.Held)
	case a != nil:
		h.State, h.Since, h.By, h.Admits = "approved", known(a.At), a.By, "any"
		if a.Count > 0 {
			h.Admits = strconv.Itoa(a.Count)
		}
	}
	return h
}

// known is nil for no time.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// admitted is what the configuration says of a window.
func admitted(e *gateway.Endpoint, kind correlation.Loss) string {
	limit := e.Holds.Limits[kind]
	percent := strconv.FormatFloat(limit.Percent, 'f', -1, 64) + "%"
	switch {
	case limit.Percent == 0:
		return strconv.Itoa(limit.Count)
	case limit.Count < 0:
		return percent
	default:
		return strconv.Itoa(limit.Count) + " or " + percent
	}
}

// Approve lets losses of a kind through: of the types where they are held or, where force says so, of all. It answers
// what is admitted now. The window of the app is as long as the approval lasts, unless a says how long.
func (l Ledger) Approve(ctx context.Context, kind string, a correlation.Approval, force bool) ([]Hold, error) {
	loss, err := lossOf(kind)
	if err != nil {
		return nil, err
	}
	var approved []Hold
	for _, e := range l.Types {
		if !e.Holds.Limited(loss) {
			return nil, fmt.Errorf("the %s of %s have no limit", kind, e.Scope.App)
		}
		if t, err := tally(ctx, e, loss); err != nil {
			return nil, err
		} else if t.Held.IsZero() && !force {
			continue
		}
		given := a
		given.For = cmp.Or(a.For, e.Holds.Window)
		if err := e.Links.Approve(ctx, e.Scope, loss, given); err != nil {
			return nil, err
		}
		t, err := tally(ctx, e, loss)
		if err != nil {
			return nil, err
		}
		approved = append(approved, hold(e, t))
	}
	return approved, nil
}

func tally(ctx context.Context, e *gateway.Endpoint, kind correlation.Loss) (correlation.Tally, error) {
	tallies, err := e.Links.Tallies(ctx, e.Scope)
	i := slices.IndexFunc(tallies, func(t correlation.Tally) bool { return t.Kind == kind })
	if i < 0 {
		return correlation.Tally{Kind: kind}, err
	}
	return tallies[i], err
}

func lossOf(kind string) (correlation.Loss, error) {
	var kinds []string
	for _, loss := range correlation.Losses() {
		if kind == string(loss) {
			return loss, nil
		}
		kinds = append(kinds, string(loss))
	}
	err := fmt.Errorf("there is no kind %q: it is one of %v", kind, kinds)
	if hint := diag.Suggest(kind, kinds); hint != "" {
		err = fmt.Errorf("%w (%s)", err, hint)
	}
	return "", err
}
