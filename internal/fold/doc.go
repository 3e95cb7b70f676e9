// Package fold compares text the way a mapping rule says it is compared. It is the one definition of
// letter-case folding, shared by the reference evaluation of SCIM filters and by the connectors' predicates,
// so that an answer pushed down to an application and one computed in the gateway cannot differ.
//
// It is not a normaliser of stored values: values are kept and returned as they were sent.
package fold
