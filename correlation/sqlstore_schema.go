package correlation

import (
	"context"
	"fmt"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// migrations bring the schema from one version to the next; the first makes version 1. A released one never changes.
// The texts are good for SQLite and PostgreSQL: flags are 0 and 1, instants are milliseconds since 1970, and texts that
// a client chose are kept as bytes beside a digest to find them by, because they may be longer than an index takes and
// hold what a text column refuses.
func migrations() [][]string {
	return [][]string{{
		// An id was derived from origin and generation; native_key moves on when the record is renamed.
		`CREATE TABLE correlation_links (
			namespace TEXT NOT NULL,
			type TEXT NOT NULL,
			id TEXT NOT NULL,
			native_key TEXT NOT NULL,
			origin TEXT NOT NULL,
			generation INTEGER NOT NULL,
			external_id BYTEA NOT NULL,
			external_digest TEXT NOT NULL,
			claimed SMALLINT NOT NULL,
			buried SMALLINT NOT NULL,
			created BIGINT NOT NULL,
			updated BIGINT NOT NULL,
			PRIMARY KEY (namespace, type, id)
		)`,
		`CREATE UNIQUE INDEX correlation_links_live ON correlation_links (namespace, type, native_key) WHERE buried = 0`,
		`CREATE INDEX correlation_links_again ON correlation_links (namespace, type, origin, generation) WHERE generation > 1`,
		`CREATE INDEX correlation_links_external ON correlation_links (namespace, type, external_digest) WHERE external_digest <> ''`,

		// An intent is pending while completed is 0. attempt counts those who went on with it.
		`CREATE TABLE correlation_intents (
			id TEXT PRIMARY KEY,
			namespace TEXT NOT NULL,
			type TEXT NOT NULL,
			match_digest TEXT NOT NULL,
			payload TEXT NOT NULL,
			attempt INTEGER NOT NULL,
			leased_until BIGINT NOT NULL,
			link_id TEXT NOT NULL,
			created BIGINT NOT NULL,
			completed BIGINT NOT NULL
		)`,
		`CREATE UNIQUE INDEX correlation_intents_pending ON correlation_intents (namespace, type, match_digest) WHERE completed = 0`,
		`CREATE INDEX correlation_intents_completed ON correlation_intents (completed) WHERE completed > 0`,
	}, {
		`CREATE INDEX correlation_links_graves ON correlation_links (namespace, type, native_key) WHERE buried = 1`,
	}, {
		`CREATE TABLE correlation_leases (
			namespace TEXT NOT NULL,
			type TEXT NOT NULL,
			name_digest TEXT NOT NULL,
			token BIGINT NOT NULL,
			leased_until BIGINT NOT NULL,
			PRIMARY KEY (namespace, type, name_digest)
		)`,
	}, {
		`CREATE TABLE correlation_holds (
			namespace TEXT NOT NULL,
			type TEXT NOT NULL,
			kind TEXT NOT NULL,
			began BIGINT NOT NULL,
			ends BIGINT NOT NULL,
			counted BIGINT NOT NULL,
			admits BIGINT NOT NULL,
			held BIGINT NOT NULL,
			refused BIGINT NOT NULL,
			approved_by TEXT NOT NULL,
			approved BIGINT NOT NULL,
			PRIMARY KEY (namespace, type, kind)
		)`,
	}, {
		// A reference is nobody's while taken_until is past.
		`CREATE TABLE correlation_parked (
			namespace TEXT NOT NULL,
			ref TEXT NOT NULL,
			type TEXT NOT NULL,
			owner_id TEXT NOT NULL,
			part BYTEA NOT NULL,
			target_id BYTEA NOT NULL,
			target_digest TEXT NOT NULL,
			since BIGINT NOT NULL,
			expires BIGINT NOT NULL,
			taken_until BIGINT NOT NULL,
			token TEXT NOT NULL,
			PRIMARY KEY (namespace, ref)
		)`,
		`CREATE INDEX correlation_parked_owner ON correlation_parked (namespace, type, owner_id)`,
		`CREATE INDEX correlation_parked_target ON correlation_parked (namespace, target_digest)`,
	}, {
		// What the app's own domain calls a record stands in its link.
		`CREATE TABLE correlation_names (
			namespace TEXT NOT NULL,
			type TEXT NOT NULL,
			domain TEXT NOT NULL,
			id TEXT NOT NULL,
			external_id BYTEA NOT NULL,
			external_digest TEXT NOT NULL,
			PRIMARY KEY (namespace, type, domain, id)
		)`,
		`CREATE INDEX correlation_names_external ON correlation_names (namespace, type, domain, external_digest)`,
	}, {
		`CREATE TABLE correlation_scans (
			namespace TEXT NOT NULL,
			type TEXT NOT NULL,
			completed BIGINT NOT NULL,
			place BYTEA NOT NULL,
			records BIGINT NOT NULL,
			found BIGINT NOT NULL,
			PRIMARY KEY (namespace, type)
		)`,
	}}
}

// migrate applies what is missing, each version in a transaction that begins by claiming its number, so that several
// replicas may start at once.
func (st *sqlStore) migrate(ctx context.Context) error {
	_, err := st.db.Exec(ctx, `CREATE TABLE IF NOT EXISTS correlation_schema_version (version INTEGER PRIMARY KEY, applied BIGINT NOT NULL)`)
	if err != nil {
		// PostgreSQL does not serialise two of these, and asks for a right that is not needed once the
		// table exists.
		if _, there := st.version(ctx); there != nil {
			return fmt.Errorf("create the schema: %w", err)
		}
	}
	steps := st.migrations()
	for {
		version, err := st.version(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("read the schema's version: %w", err)
		case version > len(steps):
			return fmt.Errorf("the schema has version %d, made by a newer program; this one knows %d", version, len(steps))
		case version == len(steps):
			return nil
		}
		err = st.upgrade(ctx, version+1, steps[version])
		if err != nil && connectors.KindOf(err) != connectors.Conflict { // Conflict: another replica did it
			return fmt.Errorf("migrate the schema to version %d: %w", version+1, err)
		}
	}
}

func (st *sqlStore) upgrade(ctx context.Context, version int, statements []string) error {
	if st.db.Dialect.Name() == mysql {
		return st.upgradeInSteps(ctx, version, statements)
	}
	return st.db.Tx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, st.bind(`INSERT INTO correlation_schema_version (version, applied) VALUES (?, ?)`), version, st.now())
		for _, s := range statements {
			if err == nil {
				_, err = tx.Exec(ctx, s)
			}
		}
		return err
	})
}

func (st *sqlStore) version(ctx context.Context) (version int, err error) {
	rows, err := st.db.Query(ctx, `SELECT COALESCE(MAX(version), 0) FROM correlation_schema_version`)
	if err != nil {
		return 0, err
	}
	return version, rows.Each(func(scan func(...any) error) error { return scan(&version) })
}
