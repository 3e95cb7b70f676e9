package gateway

import "context"

// Get reads one resource (RFC 7644 §3.4.1).
func (e *Endpoint) Get(ctx context.Context, id string, v View) (Answer, error) {
	return e.verb(ctx, v, func(ctx context.Context, e *Endpoint) (Answer, error) { return e.get(ctx, id, v) })
}

func (e *Endpoint) get(ctx context.Context, id string, v View) (Answer, error) {
	record, err := e.load(ctx, id, e.readNeed(v))
	if err != nil {
		return Answer{}, err
	}
	refs := e.references(v.Base)
	refs.note(e.Scope.Type, id, record.Key)
	if len(v.IfNoneMatch) > 0 {
		if version := e.entityTag(record); tagged(v.IfNoneMatch, version) {
			return Answer{Version: version, Location: refs.address(e.Scope.Type, id), NotModified: true}, nil
		}
	}
	return e.answer(ctx, record, v, refs)
}
