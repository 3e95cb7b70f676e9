package scim

// URNs of the schemas of RFC 7643 and the messages of RFC 7644.
const (
	SchemaUser           = "urn:ietf:params:scim:schemas:core:2.0:User"
	SchemaGroup          = "urn:ietf:params:scim:schemas:core:2.0:Group"
	SchemaEnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

	SchemaSchema                = "urn:ietf:params:scim:schemas:core:2.0:Schema"
	SchemaResourceType          = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
	SchemaServiceProviderConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"

	MessageList   = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	MessageSearch = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
	MessagePatch  = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	MessageBulk   = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
	MessageBulked = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
	MessageError  = "urn:ietf:params:scim:api:messages:2.0:Error"
)

// MediaType is the type of every SCIM body (RFC 7644 §3.1).
const MediaType = "application/scim+json"
