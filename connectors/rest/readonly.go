package rest

import (
	"context"
	"github.com/scimgate/scimgate/connectors"
)

func (e *entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	return connectors.Record{}, unsupported("create", "", "stub")
}
func (e *entity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	return connectors.Record{}, unsupported("create", "", "stub")
}
func (e *entity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	return unsupported("create", "", "stub")
}
