package resilience

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Copies share nothing that whoever has them could change.

func copyRecords(found map[connectors.Key]connectors.Record) map[connectors.Key]connectors.Record {
	out := make(map[connectors.Key]connectors.Record, len(found))
	for k, r := range found {
		out[k] = copyRecord(r)
	}
	return out
}

func copyPage(p connectors.Page) connectors.Page {
	p.Records = slices.Clone(p.Records)
	for i, r := range p.Records {
		p.Records[i] = copyRecord(r)
	}
	return p
}

func copyRecord(r connectors.Record) connectors.Record {
	r.Fields = copyFields(r.Fields)
	r.Rows = maps.Clone(r.Rows)
	for name, rows := range r.Rows {
		rows = slices.Clone(rows)
		for i := range rows {
			rows[i].Fields = copyFields(rows[i].Fields)
		}
		r.Rows[name] = rows
	}
	return r
}

func copyFields(f connectors.Fields) connectors.Fields {
	f = maps.Clone(f)
	for name, v := range f {
		f[name] = copyValue(v)
	}
	return f
}

func copyValue(v connectors.Value) connectors.Value {
	switch v := v.(type) {
	case []byte:
		return slices.Clone(v)
	case []any:
		out := slices.Clone(v)
		for i, item := range out {
			out[i] = copyValue(item)
		}
		return out
	case map[string]any:
		out := maps.Clone(v)
		for name, item := range out {
			out[name] = copyValue(item)
		}
		return out
	default:
		return v
	}
}
