package sqldb

import (
	"database/sql/driver"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// pgFormats asks for the binary form of the types that are cheaper so; all others travel as text.
var pgFormats = pgx.QueryResultFormatsByOID{
	pgtype.BoolOID: 1, pgtype.ByteaOID: 1, pgtype.Int2OID: 1, pgtype.Int4OID: 1, pgtype.Int8OID: 1,
	pgtype.Float4OID: 1, pgtype.Float8OID: 1, pgtype.DateOID: 1, pgtype.TimestampOID: 1, pgtype.TimestamptzOID: 1,
}

// pgRows answers int64, float64, bool, time.Time, []byte, and for every other type PostgreSQL's own text.
type pgRows struct {
	conn    *pgx.Conn
	rows    pgx.Rows
	first   bool // the first row was fetched and not yet handed out
	begun   bool
	decode  []func(src []byte) (driver.Value, error)
	columns []string
}

func (r *pgRows) Columns() []string {
	if r.columns == nil {
		fields := r.rows.FieldDescriptions()
		r.columns = make([]string, len(fields))
		for i, f := range fields {
			r.columns[i] = f.Name
		}
	}
	return r.columns
}

func (r *pgRows) Close() error {
	r.rows.Close()
	return r.rows.Err()
}

func (r *pgRows) Next(dest []driver.Value) error {
	more := r.first
	if r.begun {
		more = r.rows.Next()
	}
	r.begun = true
	if !more {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	if r.decode == nil {
		r.decode = decoders(r.conn.TypeMap(), r.rows.FieldDescriptions())
	}
	for i, raw := range r.rows.RawValues() {
		if raw == nil {
			dest[i] = nil
			continue
		}
		v, err := r.decode[i](raw)
		if err != nil {
			return err
		}
		dest[i] = v
	}
	return nil
}

func decoders(m *pgtype.Map, fields []pgconn.FieldDescription) []func([]byte) (driver.Value, error) {
	all := make([]func([]byte) (driver.Value, error), len(fields))
	for i, f := range fields {
		switch f.DataTypeOID {
		case pgtype.BoolOID:
			all[i] = decoder[bool](m, f)
		case pgtype.Int2OID, pgtype.Int4OID, pgtype.Int8OID:
			all[i] = decoder[int64](m, f)
		case pgtype.Float4OID, pgtype.Float8OID:
			all[i] = decoder[float64](m, f)
		case pgtype.ByteaOID:
			all[i] = decoder[[]byte](m, f)
		case pgtype.DateOID, pgtype.TimestampOID, pgtype.TimestamptzOID:
			all[i] = instants(m, f)
		default:
			all[i] = func(src []byte) (driver.Value, error) { return string(src), nil }
		}
	}
	return all
}

func decoder[T any](m *pgtype.Map, f pgconn.FieldDescription) func([]byte) (driver.Value, error) {
	var v T
	plan := m.PlanScan(f.DataTypeOID, f.Format, &v)
	return func(src []byte) (driver.Value, error) {
		var v T
		err := plan.Scan(src, &v)
		return v, err
	}
}

// instants decodes dates and times. The infinities of PostgreSQL are texts: no time.Time stands for them.
func instants(m *pgtype.Map, f pgconn.FieldDescription) func([]byte) (driver.Value, error) {
	switch f.DataTypeOID {
	case pgtype.DateOID:
		var v pgtype.Date
		return instant(m.PlanScan(f.DataTypeOID, f.Format, &v), &v, func() driver.Value { return finite(v.Time, v.InfinityModifier) })
	case pgtype.TimestampOID:
		var v pgtype.Timestamp
		return instant(m.PlanScan(f.DataTypeOID, f.Format, &v), &v, func() driver.Value { return finite(v.Time, v.InfinityModifier) })
	default:
		var v pgtype.Timestamptz
		return instant(m.PlanScan(f.DataTypeOID, f.Format, &v), &v, func() driver.Value { return finite(v.Time, v.InfinityModifier) })
	}
}

func instant(plan pgtype.ScanPlan, into any, value func() driver.Value) func([]byte) (driver.Value, error) {
	return func(src []byte) (driver.Value, error) {
		if err := plan.Scan(src, into); err != nil {
			return nil, err
		}
		return value(), nil
	}
}

func finite(t time.Time, m pgtype.InfinityModifier) driver.Value {
	if m != pgtype.Finite {
		return m.String()
	}
	return t.UTC()
}
