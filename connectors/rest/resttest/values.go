package resttest

import (
	"encoding/json"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// rowOf and fieldsOf differ in decimals, which the application keeps as numbers of JSON.
func rowOf(f connectors.Fields) legacy.Row {
	row := legacy.Row{}
	for name, v := range f {
		if d, ok := v.(connectors.Decimal); ok {
			v = json.Number(d)
		}
		row[name] = v
	}
	return row
}

func fieldsOf(row legacy.Row) connectors.Fields {
	f := connectors.Fields{}
	for name, v := range row {
		if n, ok := v.(json.Number); ok {
			v = connectors.Decimal(n)
		}
		f[name] = v
	}
	return f
}

var types = map[connectors.Type]legacy.Type{
	connectors.TypeText: legacy.Text, connectors.TypeInteger: legacy.Integer, connectors.TypeDecimal: legacy.Decimal, connectors.TypeFloat: legacy.Float,
	connectors.TypeBool: legacy.Bool, connectors.TypeDate: legacy.Date, connectors.TypeTime: legacy.Time,
}
