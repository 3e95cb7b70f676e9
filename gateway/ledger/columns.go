package ledger

// The columns of a CSV file.
const (
	columnType       = "type"
	columnID         = "id"
	columnKey        = "key"
	columnExternalID = "externalId"
	columnClaimed    = "claimed"
	columnBuried     = "buried"
)
