package connectors

import "errors"

// ConvertPredicate converts the values of p to the types of the fields they are compared with, which is how Open
// reads the predicates of a Spec. typeOf answers for a field of the record, or of a relation's row inside Any. The
// error is Invalid and names the field that is unknown or cannot hold a value.
func ConvertPredicate(p Predicate, typeOf func(relation, field string) (Type, bool)) (Predicate, error) {
	return mapOperands(p, "", func(relation, field string, v Value) (Value, error) {
		return convertOperand(v, relation, field, typeOf)
	})
}

// operandMap makes another value of one that a field is compared with, of a relation's row inside Any.
type operandMap = func(relation, field string, v Value) (Value, error)

// mapOperands is p with every value that it compares with put through f.
func mapOperands(p Predicate, relation string, f operandMap) (Predicate, error) {
	switch p := p.(type) {
	case nil:
		return nil, nil
	case And:
		terms, err := mapTerms(p, relation, f)
		return And(terms), err
	case Or:
		terms, err := mapTerms(p, relation, f)
		return Or(terms), err
	case Not:
		term, err := mapOperands(p.Term, relation, f)
		return Not{term}, err
	case Any:
		where, err := mapOperands(p.Where, p.Relation, f)
		return Any{p.Relation, where}, err
	case Leaf:
		v, err := f(relation, p.Field, p.Value)
		p.Value = v
		return p, err
	case In:
		values := make([]Value, len(p.Values))
		for i, v := range p.Values {
			var err error
			if values[i], err = f(relation, p.Field, v); err != nil {
				return nil, err
			}
		}
		return In{p.Field, values}, nil
	default:
		panic("connectors: unknown predicate") // the interface is sealed
	}
}

func mapTerms(terms []Predicate, relation string, f operandMap) ([]Predicate, error) {
	out := make([]Predicate, len(terms))
	for i, t := range terms {
		var err error
		if out[i], err = mapOperands(t, relation, f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func convertOperand(v Value, relation, field string, typeOf func(relation, field string) (Type, bool)) (Value, error) {
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
