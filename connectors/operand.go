package connectors

import "errors"

// ConvertPredicate converts the values of p to the types of the fields they are compared with, which is how Open
// reads the predicates of a Spec. typeOf answers for a field of the record, or of a relation's row inside Any. The
// error is Invalid and names the field that is unknown or cannot hold a value.
func ConvertPredicate(p Predicate, typeOf func(relation, field string) (Type, bool)) (Predicate, error) {
	return convertPredicate(p, "", typeOf)
}

type typeOf = func(relation, field string) (Type, bool)

func convertPredicate(p Predicate, relation string, typeOf typeOf) (Predicate, error) {
	switch p := p.(type) {
	case nil:
		return nil, nil
	case And:
		terms, err := convertTerms(p, relation, typeOf)
		return And(terms), err
	case Or:
		terms, err := convertTerms(p, relation, typeOf)
		return Or(terms), err
	case Not:
		term, err := convertPredicate(p.Term, relation, typeOf)
		return Not{term}, err
	case Any:
		where, err := convertPredicate(p.Where, p.Relation, typeOf)
		return Any{p.Relation, where}, err
	case Leaf:
		v, err := convertOperand(p.Value, relation, p.Field, typeOf)
		p.Value = v
		return p, err
	case In:
		values := make([]Value, len(p.Values))
		for i, v := range p.Values {
			var err error
			if values[i], err = convertOperand(v, relation, p.Field, typeOf); err != nil {
				return nil, err
			}
		}
		return In{p.Field, values}, nil
	default:
		panic("connectors: unknown predicate") // the interface is sealed
	}
}

func convertTerms(terms []Predicate, relation string, typeOf typeOf) ([]Predicate, error) {
	out := make([]Predicate, len(terms))
	for i, t := range terms {
		var err error
		if out[i], err = convertPredicate(t, relation, typeOf); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func convertOperand(v Value, relation, field string, typeOf typeOf) (Value, error) {
	name := field
	if relation != "" {
		name = relation + "/" + field
	}
	t, ok := typeOf(relation, field)
	if !ok {
		return nil, &Error{Kind: Invalid, Op: "predicate", Field: name, Err: errors.New("there is no such field")}
	}
	v, err := Convert(v, t)
	if err != nil {
		return nil, &Error{Kind: Invalid, Op: "predicate", Field: name, Err: err}
	}
	return v, nil
}
