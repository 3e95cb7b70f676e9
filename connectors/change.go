package connectors

import "time"

// Change is what a write does to one record. The zero Change does nothing.
type Change struct {
	Set  Fields               // fields that get a value; nil empties the field
	Rows map[string]RowChange // by relation
	// Key is what the change takes for granted of the record's own key fields: where a reference and the key have
	// a field in common, it is not the reference's to write. A record with another value is Invalid, naming the
	// field.
	Key Fields
	// Token is the create intent's id, offered to the application as an idempotency key where it takes one.
	Token string
	// At is the instant of the request, in UTC: the `request.time` of inserts and stamps.
	At time.Time
	// Answer is what the caller of a Create wants to know of the new record. A connector that knows a part of it
	// without another call answers that part, and the rest is for Get.
	Answer Need
}

// RowChange changes the rows of one relation of one record: removals first, then updates, then additions. Rows are
// told apart by the relation's Identity fields. Adding a row that is there and removing one that is not are no
// errors and change nothing. A row whose target is hidden (missing, out of scope or gone) can be neither removed
// nor updated, but it is there: adding it changes nothing. A row that is given another value than its owner's in a By field is Invalid,
// naming the field. A change of a ReadOnly relation is Unsupported.
type RowChange struct {
	// Replace removes every visible row that neither Add nor Update names.
	Replace bool
	Add     []Fields
	Remove  []Fields
	Update  []Row // by the row's own key; a row that is no longer there is Precondition
	Drop    []Key // visible rows that go, by their own key; one that is no longer there is no error
}

// IsZero reports whether c writes nothing and takes nothing for granted. What else is in it writes nothing.
func (c Change) IsZero() bool { return len(c.Set) == 0 && len(c.Key) == 0 && !c.ChangesRows() }

// ChangesRows reports whether any relation is to change.
func (c Change) ChangesRows() bool {
	for _, r := range c.Rows {
		if !r.IsZero() {
			return true
		}
	}
	return false
}

// IsZero reports whether r changes nothing.
func (r RowChange) IsZero() bool {
	return !r.Replace && len(r.Add) == 0 && len(r.Remove) == 0 && len(r.Update) == 0 && len(r.Drop) == 0
}
