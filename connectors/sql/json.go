package sql

import (
	"encoding/json"
	"fmt"

	"github.com/scimgate/scimgate/connectors"
)

func decodeJSON(v any) (connectors.Value, error) {
	var text []byte
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return nil, fmt.Errorf("a %T that is not JSON", v)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("text that is not JSON: %w", err)
	}
	return connectors.Convert(out, connectors.TypeJSON)
}

func encodeJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("sql: a value of the contract that is not JSON: " + err.Error())
	}
	return string(text)
}
