// Package correlation remembers which SCIM id stands for which native key, for ever, and which creates are under
// way. The durable store is SQL; a cache in front of it may be cold, slow, wrong or gone, and only latency changes.
//
//	link.go             Scope, Link, Intent
//	store.go            Store: the contract, and its obligations
//	leases.go           Leases: one replica at a time
//	holds.go            Holds: how much may be taken away, until somebody approves more
//	ledger.go           Ledger: a scope as a whole, for operators; enter.go what becomes of a link that is entered
//	parking.go          Parking: references to what is not there yet
//	settling.go         Settling: the part of it that is about interrupted creates
//	outage.go           Outage: what is known while the durable store is away or full; sqlstore_outage.go how full it is
//	scans.go            Scans: whether all records of a scope were seen
//	identity.go         how an id follows from a key, where it does
//	names.go            Names: externalIds, where the application has no room for them
//	sqlstore.go         OpenSQL: the durable store
//	sqlstore_schema.go  its tables and their migrations; sqlstore_schema_mysql.go those of MySQL
//	sqlstore_read.go    links by id, by key, by externalId; sqlstore_graves.go those of what is deleted
//	sqlstore_see.go     See: new keys get their ids
//	sqlstore_bind.go    Bind, Rekey, Bury: what becomes of a link
//	turns.go            Turns: leases to wait for, as connectors want them
//	sqlstore_leases.go  Hold, Renew, Release
//	sqlstore_sweep.go   how often what is old is removed
//	sqlstore_holds.go   Spend, Refund, Approve, Tallies: losses counted over all replicas
//	sqlstore_parking.go Park, Take, Unpark and the rest of Parking
//	sqlstore_intent.go  Begin, Confirm, Complete, Abandon: one create at a time, over all replicas
//	sqlstore_settle.go  Pending, Settle, GiveBack, Sweep: intents that nobody goes on with
//	sqlstore_scans.go   Scanned and Scan
//	sqlstore_bykey.go   identity key, where there is next to nothing to store
//	sqlstore_ledger.go  Page and Underway; sqlstore_enter.go Enter: many links at once
//	sqlstore_names.go   what domains call records
//	sqlstore_write.go   the writers of a SQLite file, one after the other
//	sqlstore_row.go sqlstore_text.go   new rows; placeholders and lists of them
//	cache.go            Cached: a decorator that answers ByID from Redis
//	cache_entry.go      what an entry holds
//
// Links are kept under the namespace of their app, not under its name, so that a renamed app keeps its ids, claims
// and graves. Two apps must not share a namespace.
//
// It never asks an application, and does not know whether a record exists.
package correlation
