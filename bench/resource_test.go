package bench

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// user is the JSON of a user, attributes in the order of the schema.
type user struct {
	Schemas      []string    `json:"schemas"`
	ID           string      `json:"id"`
	ExternalID   *string     `json:"externalId,omitempty"`
	UserName     string      `json:"userName"`
	Name         *name       `json:"name,omitempty"`
	DisplayName  *string     `json:"displayName,omitempty"`
	Title        *string     `json:"title,omitempty"`
	Locale       *string     `json:"locale,omitempty"`
	Active       bool        `json:"active"`
	Emails       []email     `json:"emails,omitempty"`
	PhoneNumbers []phone     `json:"phoneNumbers,omitempty"`
	Addresses    []address   `json:"addresses,omitempty"`
	Groups       []reference `json:"groups,omitempty"`
	Roles        []jobRole   `json:"roles,omitempty"`
	Enterprise   *enterprise `json:"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,omitempty"`
	Meta         meta        `json:"meta"`
}

type name struct {
	Formatted  string  `json:"formatted,omitempty"`
	FamilyName *string `json:"familyName,omitempty"`
	GivenName  *string `json:"givenName,omitempty"`
	MiddleName *string `json:"middleName,omitempty"`
}

type email struct {
	Value   string `json:"value"`
	Type    string `json:"type"`
	Primary bool   `json:"primary,omitempty"`
}

type phone struct {
	key   int
	kind  *string
	Value *string `json:"value,omitempty"`
	Type  string  `json:"type,omitempty"`
}

type address struct {
	key           int
	kind          *string
	StreetAddress *string `json:"streetAddress,omitempty"`
	Locality      *string `json:"locality,omitempty"`
	Region        *string `json:"region,omitempty"`
	PostalCode    *string `json:"postalCode,omitempty"`
	Country       *string `json:"country,omitempty"`
	Type          string  `json:"type,omitempty"`
}

type jobRole struct {
	key     int
	main    *string
	Value   *string `json:"value,omitempty"`
	Primary *bool   `json:"primary,omitempty"`
}

type reference struct {
	Value   string `json:"value"`
	Ref     string `json:"$ref"`
	Type    string `json:"type"`
	Display string `json:"display,omitempty"`
}

type enterprise struct {
	EmployeeNumber *string  `json:"employeeNumber,omitempty"`
	CostCenter     *string  `json:"costCenter,omitempty"`
	Department     *string  `json:"department,omitempty"`
	Manager        *manager `json:"manager,omitempty"`
}

type manager struct {
	Value string `json:"value"`
	Ref   string `json:"$ref"`
}

type meta struct {
	ResourceType string  `json:"resourceType"`
	Created      *string `json:"created,omitempty"`
	LastModified *string `json:"lastModified,omitempty"`
	Location     string  `json:"location"`
	Version      string  `json:"version"`
}

// employee is a row as it is read, with the rows that belong to it.
type employee struct {
	empNo                                               int
	login                                               string
	externalRef, displayName, given, middle, family     *string
	title, locale, workMail, privateMail, number, costs *string
	department                                          *string
	managerNo                                           *int
	status                                              string
	created, updated                                    *time.Time
	phones                                              []phone
	addresses                                           []address
	jobRoles                                            []jobRole
	groups                                              []reference
}

var (
	phoneKinds   = map[string]string{"W": "work", "M": "mobile", "H": "home", "F": "fax", "O": "other"}
	addressKinds = map[string]string{"W": "work", "H": "home", "O": "other"}
)

// idOf is the id of a record: a chain of UUIDv5 over the app, the type and the key.
func idOf(resourceType string, key int) string {
	id := uuid.MustParse("a092d77b-0a3c-52da-9d9c-f4ede613e0c6")
	for _, part := range []string{"hr", resourceType, strconv.Itoa(key)} {
		id = uuid.NewSHA1(id, []byte(part))
	}
	return id.String()
}

func (e *employee) resource(base string) user {
	id := idOf("User", e.empNo)
	u := user{
		Schemas: []string{"urn:ietf:params:scim:schemas:core:2.0:User"}, ID: id, ExternalID: e.externalRef, UserName: e.login,
		Name: e.name(), DisplayName: e.displayName, Title: e.title, Locale: e.locale, Active: e.status == "A",
		PhoneNumbers: e.phones, Addresses: e.addresses, Groups: e.groups, Roles: e.jobRoles,
		Meta: meta{
			ResourceType: "User", Created: instant(e.created), LastModified: instant(e.updated),
			Location: base + "/Users/" + id, Version: e.version(),
		},
	}
	if e.workMail != nil {
		u.Emails = append(u.Emails, email{Value: *e.workMail, Type: "work", Primary: true})
	}
	if e.privateMail != nil {
		u.Emails = append(u.Emails, email{Value: *e.privateMail, Type: "home"})
	}
	if e.number != nil || e.costs != nil || e.department != nil || e.managerNo != nil {
		u.Schemas = append(u.Schemas, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
		u.Enterprise = &enterprise{EmployeeNumber: e.number, CostCenter: e.costs, Department: e.department}
		if e.managerNo != nil {
			boss := idOf("User", *e.managerNo)
			u.Enterprise.Manager = &manager{Value: boss, Ref: base + "/Users/" + boss}
		}
	}
	return u
}

func (e *employee) name() *name {
	var parts []string
	for _, p := range []*string{e.given, e.middle, e.family} {
		if p != nil {
			parts = append(parts, *p)
		}
	}
	return &name{Formatted: strings.Join(parts, " "), FamilyName: e.family, GivenName: e.given, MiddleName: e.middle}
}

func instant(t *time.Time) *string {
	if t == nil {
		return nil
	}
	text := t.UTC().Format(time.RFC3339Nano)
	return &text
}

// version is a digest of the row and of the rows that belong to it, made as the gateway makes it.
func (e *employee) version() string {
	var d digest
	for _, f := range []struct {
		name  string
		value *string
	}{
		{"external_ref", e.externalRef}, {"login", &e.login}, {"family_name", e.family}, {"given_name", e.given},
		{"middle_name", e.middle}, {"display_name", e.displayName}, {"job_title", e.title}, {"locale", e.locale},
		{"status", &e.status}, {"work_mail", e.workMail}, {"private_mail", e.privateMail},
		{"employee_number", e.number}, {"cost_center", e.costs}, {"departments_by_dept_code.name", e.department},
	} {
		d.field(f.name, f.value)
	}
	d.number("manager_no", e.managerNo)
	d.instant("created_at", e.created)
	d.instant("updated_at", e.updated)
	d.text("addresses")
	for _, a := range e.addresses {
		d.text(strconv.Itoa(a.key))
		d.field("street", a.StreetAddress)
		d.field("city", a.Locality)
		d.field("region", a.Region)
		d.field("postal_code", a.PostalCode)
		d.field("country", a.Country)
		d.field("kind", a.kind)
	}
	d.text("phoneNumbers")
	for _, p := range e.phones {
		d.text(strconv.Itoa(p.key))
		d.field("number", p.Value)
		d.field("kind", p.kind)
	}
	d.text("roles")
	for _, j := range e.jobRoles {
		d.text(strconv.Itoa(j.key))
		d.field("job_role", j.Value)
		d.field("main", j.main)
	}
	sum := sha256.Sum256(d)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
}

// digest is what is hashed: names and values, each so that no two sequences look alike.
type digest []byte

func (d *digest) text(s string) { *d = append(binary.AppendUvarint(*d, uint64(len(s))), s...) }

func (d *digest) field(name string, v *string) {
	d.text(name)
	if v == nil {
		*d = append(*d, '-')
		return
	}
	*d = append(*d, 's')
	d.text(*v)
}

func (d *digest) number(name string, n *int) {
	if n == nil {
		d.field(name, nil)
		return
	}
	d.text(name)
	*d = binary.AppendVarint(append(*d, 'i'), int64(*n))
}

func (d *digest) instant(name string, t *time.Time) {
	if t == nil {
		d.field(name, nil)
		return
	}
	d.text(name)
	*d = binary.AppendVarint(binary.AppendVarint(append(*d, 't'), t.Unix()), int64(t.Nanosecond()))
}
