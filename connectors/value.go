package connectors

// Value is a native value: nil, bool, int64, float64, Decimal, string, []byte, time.Time (UTC), []any or
// map[string]any. Nothing else crosses the contract.
type Value any

// Decimal is an exact decimal number as text, such as "1234.50".
type Decimal string

// Type is what a field holds. Values read from a field are of its type or nil; values written to it are
// converted by the connector as Convert does, and one that cannot be or does not fit is Invalid, naming the field.
type Type string

const (
	TypeText    Type = "text"
	TypeInteger Type = "integer" // int64
	TypeFloat   Type = "float"   // float64
	TypeDecimal Type = "decimal" // Decimal
	TypeBool    Type = "boolean"
	TypeTime    Type = "time" // an instant: time.Time in UTC
	TypeDate    Type = "date" // a calendar day: time.Time at midnight UTC
	TypeBytes   Type = "bytes"
	TypeJSON    Type = "json" // []any or map[string]any
)

// Types lists every type.
var Types = []Type{TypeText, TypeInteger, TypeFloat, TypeDecimal, TypeBool, TypeTime, TypeDate, TypeBytes, TypeJSON}
