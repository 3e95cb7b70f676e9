package correlation

import "github.com/scimgate/scimgate/connectors"

// around is what the store has where links are to be entered.
type around struct {
	held  map[connectors.Key]Link // in use, by key
	named map[string]Link         // by ID, those included that would be the first of a key
	given map[string]bool         // the IDs that the links to be entered have
}

// fate says what becomes of l. The ID of a new link that is to get one is empty in the answer.
func (a around) fate(l Link) Entry {
	held, isHeld := a.held[l.Key]
	named, isNamed := a.named[l.ID]
	isNamed = isNamed && l.ID != ""
	switch {
	case l.Buried && isNamed && named.Buried:
		return Entry{Link: named, Outcome: Unchanged}
	case l.Buried && isNamed && named.Key == l.Key && !named.Claimed:
		named.Buried = true
		return Entry{Link: named, Outcome: Confirmed}
	case l.Buried && isNamed:
		return Entry{Link: named, Outcome: IDTaken}
	case l.Buried:
		return Entry{Link: l, Outcome: New}
	case isHeld && (l.ID == "" || l.ID == held.ID):
		return confirm(held, l)
	case isHeld && held.Claimed:
		return Entry{Link: held, Outcome: KeyTaken}
	case isNamed:
		return Entry{Link: named, Outcome: IDTaken}
	default: // held.ID is empty where nothing is held
		return Entry{Link: l, Outcome: New, Replaced: held.ID}
	}
}

// confirm is what becomes of the link that is there already.
func confirm(held, l Link) Entry {
	after := held
	after.Claimed = held.Claimed || l.Claimed
	if l.ExternalID != "" {
		after.ExternalID = l.ExternalID
	}
	if after == held {
		return Entry{Link: held, Outcome: Unchanged}
	}
	return Entry{Link: after, Outcome: Confirmed}
}

// isSpent reports whether no new link can have id.
func (a around) isSpent(id string) bool {
	_, stored := a.named[id]
	return stored || a.given[id]
}
