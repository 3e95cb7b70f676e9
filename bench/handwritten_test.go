package bench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// handwritten is the gateway that a developer would write for this one database. Its ids live in a table of their own,
// because an id does not tell the key.
type handwritten struct {
	pool  *pgxpool.Pool
	token [32]byte
	base  string
	clock func() time.Time
	total atomic.Int64
}

func (h *handwritten) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	digest := sha256.Sum256([]byte(token))
	if !ok || subtle.ConstantTimeCompare(digest[:], h.token[:]) != 1 {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	var err error
	switch id, single := strings.CutPrefix(r.URL.Path, "/hr/scim/v2/Users/"); {
	case single && r.Method == http.MethodGet:
		err = h.get(w, r, id)
	case single && r.Method == http.MethodPatch:
		err = h.patch(w, r, id)
	case r.Method == http.MethodPost:
		err = h.create(w, r)
	case r.URL.Query().Has("filter"):
		err = h.match(w, r)
	default:
		err = h.page(w, r)
	}
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		http.Error(w, "not found", http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (h *handwritten) get(w http.ResponseWriter, r *http.Request, id string) error {
	list, err := h.employees(r.Context(), h.pool, " JOIN scim_ids i USING (emp_no) WHERE i.id = $1 AND e.deleted IS DISTINCT FROM 1", id)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return pgx.ErrNoRows
	}
	return h.answer(w, http.StatusOK, list[0])
}

func (h *handwritten) match(w http.ResponseWriter, r *http.Request) error {
	login, ok := strings.CutPrefix(r.URL.Query().Get("filter"), `userName eq "`)
	if !ok {
		return errors.New("unknown filter")
	}
	list, err := h.employees(r.Context(), h.pool,
		` WHERE lower(e.login COLLATE "C") = lower($1 COLLATE "C") AND e.deleted IS DISTINCT FROM 1`, strings.TrimSuffix(login, `"`))
	if err != nil {
		return err
	}
	return h.list(w, list, 1, len(list))
}

// page answers a page by its start and count. Everybody is counted for the first page of a walk.
func (h *handwritten) page(w http.ResponseWriter, r *http.Request) error {
	start, err := strconv.Atoi(r.URL.Query().Get("startIndex"))
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(r.URL.Query().Get("count"))
	if err != nil {
		return err
	}
	list, err := h.employees(r.Context(), h.pool, " WHERE e.deleted IS DISTINCT FROM 1 ORDER BY e.emp_no OFFSET $1 LIMIT $2", start-1, count)
	if err != nil {
		return err
	}
	if start == 1 {
		var total int64
		if err := h.pool.QueryRow(r.Context(), "SELECT count(*) FROM employees WHERE deleted IS DISTINCT FROM 1").Scan(&total); err != nil {
			return err
		}
		h.total.Store(total)
	}
	return h.list(w, list, start, int(h.total.Load()))
}

func (h *handwritten) list(w http.ResponseWriter, list []*employee, start, total int) error {
	resources := make([]user, len(list))
	for i, e := range list {
		resources[i] = e.resource(h.base)
	}
	return write(w, http.StatusOK, struct {
		Schemas      []string `json:"schemas"`
		TotalResults int      `json:"totalResults"`
		StartIndex   int      `json:"startIndex"`
		ItemsPerPage int      `json:"itemsPerPage"`
		Resources    []user   `json:"Resources"`
	}{[]string{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}, total, start, len(list), resources})
}

func (h *handwritten) answer(w http.ResponseWriter, status int, e *employee) error {
	u := e.resource(h.base)
	w.Header().Set("Location", u.Meta.Location)
	w.Header().Set("ETag", u.Meta.Version)
	return write(w, status, u)
}

func write(w http.ResponseWriter, status int, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder's line break
	w.Header().Set("Content-Type", "application/scim+json")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}
