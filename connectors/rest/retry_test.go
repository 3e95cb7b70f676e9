package rest_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

// TestAWriteWhoseAnswerIsLostHappensOnce loses the answer to the first write, which is then made again if that can do no
// harm.
func TestAWriteWhoseAnswerIsLostHappensOnce(t *testing.T) {
	const token, none = "headers: {Idempotency-Key: '{token?}'}", ""
	login := connectors.Fields{"login": "new"}
	create := func(c connectors.Change) func(*testing.T, connectors.Entity) error {
		return func(t *testing.T, e connectors.Entity) error {
			_, err := e.Create(t.Context(), c)
			return err
		}
	}
	phone := map[string]connectors.RowChange{"phones": {Add: []connectors.Fields{{"number": "1"}}}}
	for _, c := range []struct {
		name   string
		header string
		write  func(*testing.T, connectors.Entity) error
		want   connectors.Kind // empty: success
	}{
		{"a create that the application knows by its token", token, create(connectors.Change{Set: login, Token: "t"}), ""},
		{"a create without a token", token, create(connectors.Change{Set: login}), connectors.OutcomeUnknown},
		{"a create of an application that knows none", none, create(connectors.Change{Set: login, Token: "t"}), connectors.OutcomeUnknown},
		{"a create with rows, which may be calls of their own", token, create(connectors.Change{Set: login, Rows: phone, Token: "t"}), connectors.OutcomeUnknown},
		{"an update", none, func(t *testing.T, e connectors.Entity) error {
			_, err := e.Update(t.Context(), "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				return connectors.Change{Set: connectors.Fields{"login": "new"}}, nil
			})
			return err
		}, ""},
		{"a delete", none, func(t *testing.T, e connectors.Entity) error {
			return e.Delete(t.Context(), "6", connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return connectors.Change{}, nil })
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			block := "type: rest\nbase_url: " + d.url + `
entities:
  agents:
    url: /agents{/id}
    key: id
    wrap: agent
    fields: {id: {type: integer, read_only: true}, login: {required: true, unique: true}}
    create: {post: /agents, ` + c.header + `}
  phones:
    within: {of: agents, at: phones, owner: agent_id}
    key: line
    fields: {line: {type: integer, read_only: true}, agent_id: integer, number: text}
`
			s := connectors.Spec{Entity: "agents", Fields: []string{"id", "login"}, Relations: map[string]connectors.Relation{"phones": {
				Entity: "phones", By: map[string]string{"agent_id": "id"}, Fields: []string{"number"}, Identity: []string{"number"},
			}}}
			e := open(t, resilience.Wrap(dial(t, block), resilience.Settings{Retries: resilience.Retries{Most: 2, First: time.Millisecond}}, resilience.Options{}), s)
			for _, method := range []string{"POST", "PATCH", "DELETE"} {
				d.Cause(legacy.Trouble{Method: method, Times: 1, Drop: legacy.AfterTheWork})
			}
			err := c.write(t, e)
			if connectors.KindOf(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
			changed := 0
			for _, row := range d.Rows("agents") {
				if row["login"] == "new" {
					changed++
				}
			}
			if rows := len(d.Rows("agents")); changed != 1 && rows != 5 || rows > 7 {
				t.Errorf("%d records, %d of them new", rows, changed)
			}
		})
	}
}
