package correlation

import "context"

const mysql = "mysql"

func (st *sqlStore) migrations() [][]string {
	if st.db.Dialect.Name() == mysql {
		return mysqlMigrations()
	}
	return migrations()
}

// mysqlMigrations make the same tables for MySQL and MariaDB. Texts are bytes, because collations take different ones
// for equal. They have no index over some of the rows: a column that is NULL in the others stands for it. What does
// not fit is cut by the statement that inserts what is absent, so that maxKey is what fits.
func mysqlMigrations() [][]string {
	return [][]string{{
		`CREATE TABLE IF NOT EXISTS correlation_links (
			namespace VARBINARY(255) NOT NULL,
			type VARBINARY(255) NOT NULL,
			id VARBINARY(2048) NOT NULL,
			native_key VARBINARY(2048) NOT NULL,
			origin VARBINARY(2048) NOT NULL,
			generation INTEGER NOT NULL,
			external_id LONGBLOB NOT NULL,
			external_digest VARBINARY(64) NOT NULL,
			claimed SMALLINT NOT NULL,
			buried SMALLINT NOT NULL,
			created BIGINT NOT NULL,
			updated BIGINT NOT NULL,
			live VARBINARY(2048) AS (IF(buried = 0, native_key, NULL)),
			PRIMARY KEY (namespace, type, id),
			UNIQUE INDEX correlation_links_live (namespace, type, live),
			INDEX correlation_links_key (namespace, type, native_key),
			INDEX correlation_links_again (namespace, type, origin, generation),
			INDEX correlation_links_external (namespace, type, external_digest)
		) ENGINE = InnoDB`,
		`CREATE TABLE IF NOT EXISTS correlation_intents (
			id VARBINARY(64) PRIMARY KEY,
			namespace VARBINARY(255) NOT NULL,
			type VARBINARY(255) NOT NULL,
			match_digest VARBINARY(64) NOT NULL,
			payload LONGBLOB NOT NULL,
			attempt INTEGER NOT NULL,
			leased_until BIGINT NOT NULL,
			link_id VARBINARY(2048) NOT NULL,
			created BIGINT NOT NULL,
			completed BIGINT NOT NULL,
			pending VARBINARY(64) AS (IF(completed = 0, match_digest, NULL)),
			UNIQUE INDEX correlation_intents_pending (namespace, type, pending),
			INDEX correlation_intents_completed (completed)
		) ENGINE = InnoDB`,
	}, {
		`CREATE TABLE IF NOT EXISTS correlation_leases (
			namespace VARBINARY(255) NOT NULL,
			type VARBINARY(255) NOT NULL,
			name_digest VARBINARY(64) NOT NULL,
			token BIGINT NOT NULL,
			leased_until BIGINT NOT NULL,
			PRIMARY KEY (namespace, type, name_digest)
		) ENGINE = InnoDB`,
	}, {
		`CREATE TABLE IF NOT EXISTS correlation_holds (
			namespace VARBINARY(255) NOT NULL,
			type VARBINARY(255) NOT NULL,
			kind VARBINARY(64) NOT NULL,
			began BIGINT NOT NULL,
			ends BIGINT NOT NULL,
			counted BIGINT NOT NULL,
			admits BIGINT NOT NULL,
			held BIGINT NOT NULL,
			refused BIGINT NOT NULL,
			approved_by VARBINARY(255) NOT NULL,
			approved BIGINT NOT NULL,
			PRIMARY KEY (namespace, type, kind)
		) ENGINE = InnoDB`,
	}, {
		`CREATE TABLE IF NOT EXISTS correlation_parked (
			namespace VARBINARY(255) NOT NULL,
			ref VARBINARY(64) NOT NULL,
			type VARBINARY(255) NOT NULL,
			owner_id VARBINARY(2048) NOT NULL,
			part LONGBLOB NOT NULL,
			target_id LONGBLOB NOT NULL,
			target_digest VARBINARY(64) NOT NULL,
			since BIGINT NOT NULL,
			expires BIGINT NOT NULL,
			taken_until BIGINT NOT NULL,
			token VARBINARY(64) NOT NULL,
			PRIMARY KEY (namespace, ref),
			INDEX correlation_parked_owner (namespace, type, owner_id),
			INDEX correlation_parked_target (namespace, target_digest)
		) ENGINE = InnoDB`,
	}, {
		`CREATE TABLE IF NOT EXISTS correlation_names (
			namespace VARBINARY(255) NOT NULL,
			type VARBINARY(255) NOT NULL,
			domain VARBINARY(255) NOT NULL,
			id VARBINARY(2048) NOT NULL,
			external_id LONGBLOB NOT NULL,
			external_digest VARBINARY(64) NOT NULL,
			PRIMARY KEY (namespace, type, domain, id),
			INDEX correlation_names_external (namespace, type, domain, external_digest)
		) ENGINE = InnoDB`,
	}, {
		`CREATE TABLE IF NOT EXISTS correlation_scans (
			namespace VARBINARY(255) NOT NULL,
			type VARBINARY(255) NOT NULL,
			completed BIGINT NOT NULL,
			place LONGBLOB NOT NULL,
			records BIGINT NOT NULL,
			found BIGINT NOT NULL,
			PRIMARY KEY (namespace, type)
		) ENGINE = InnoDB`,
	}}
}

// upgradeInSteps is for a database that commits with every change of the schema. Each statement does nothing where it
// was done already, by another replica or by one that did not get to the end, and the version comes last.
func (st *sqlStore) upgradeInSteps(ctx context.Context, version int, statements []string) error {
	for _, s := range statements {
		if _, err := st.db.Exec(ctx, s); err != nil {
			return err
		}
	}
	_, err := st.db.Exec(ctx, st.bind(`INSERT INTO correlation_schema_version (version, applied) VALUES (?, ?)`), version, st.now())
	return err
}
