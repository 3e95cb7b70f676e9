package connectors

import (
	"strconv"
	"time"
)

// Current picks, of the rows that a Join finds, the one in force on the day of the request, which is a day of UTC: it
// has begun and has not ended. Of several the one that began last counts. A row without a beginning is never in force.
//
// The join is a field as well, by its alias alone, of type boolean and never empty: whether a row is in force. Setting
// it false ends every row in force, so that none is any more from today on; what else is set of the join is then not
// stored. Setting it true begins a row where none is in force, and so does a value for one that is not there, where
// Missing creates; a new record begins one unless it sets false. To change a field of a row that began before today is to
// end that row and to begin one that holds the same otherwise; a row that begins today is changed in place, and one
// that both began and ended today goes on. A row that begins takes over what the last row before it held. It
// ends when the next row begins, and else is open. Rows that begin later are never touched.
type Current struct {
	From, To string    // fields: the first day, and the last
	Until    bool      // To is the first day on which the row is no longer in force
	Open     Value     // what To holds while no end is known; an empty To means that too
	Format   DayFormat // how From and To hold a day, where their type is text or integer
}

// DayFormat says how a field that has no type for it holds a day.
type DayFormat string

const (
	DayDefault DayFormat = ""             // of text ISO 8601, of integers seconds
	DayISO     DayFormat = "iso"          // 2026-05-04
	DayCompact DayFormat = "compact"      // 20260504, as text or integer
	DaySeconds DayFormat = "seconds"      // since 1970, of the day's beginning
	DayMillis  DayFormat = "milliseconds" // likewise
)

// DayFormats lists the formats that have a name.
var DayFormats = []DayFormat{DayISO, DayCompact, DaySeconds, DayMillis}

const compactDate = "20060102"

// value is a day as a field of type t holds it; ok is false when none can.
func (f DayFormat) value(t Type, day time.Time) (v Value, ok bool) {
	switch t {
	case TypeDate, TypeTime:
		return day, f == DayDefault
	case TypeText:
		switch f {
		case DayDefault, DayISO:
			return day.Format(time.DateOnly), true
		case DayCompact:
			return day.Format(compactDate), true
		}
	case TypeInteger:
		switch f {
		case DayDefault, DaySeconds:
			return day.Unix(), true
		case DayMillis:
			return day.UnixMilli(), true
		case DayCompact:
			n, err := strconv.ParseInt(day.Format(compactDate), 10, 64)
			return n, err == nil
		}
	}
	return nil, false
}

// day is the day that a value of a field names; ok is false when it names none.
func (f DayFormat) day(v Value) (day time.Time, ok bool) {
	switch v := v.(type) {
	case time.Time:
		return dayOf(v), true
	case string:
		layout := time.DateOnly
		if f == DayCompact {
			layout = compactDate
		}
		day, err := time.Parse(layout, v)
		return day, err == nil
	case int64:
		switch f {
		case DayCompact:
			day, err := time.Parse(compactDate, strconv.FormatInt(v, 10))
			return day, err == nil
		case DayMillis:
			return dayOf(time.UnixMilli(v)), true
		default:
			return dayOf(time.Unix(v, 0)), true
		}
	default:
		return time.Time{}, false
	}
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
