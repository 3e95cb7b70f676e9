package demo

// Names from many places, so that a demo shows what real directories hold: apostrophes, particles, accents, other
// scripts, and letters that have no place in a login.
var (
	givenNames = []string{
		"Zoë", "Siobhán", "伟", "José", "Amélie", "Jürgen", "Łukasz", "Nguyệt", "Olga", "Kwame",
		"Priya", "Haruto", "Fatima", "Björn", "Chiara", "Mateus", "Ingrid", "Dmitri", "Aoife", "Yusuf",
		"Anna", "Ben", "Carla", "Daniel", "Elena", "Felix", "Grace", "Hugo", "Irene", "Jonas",
		"Karin", "Leo", "Marta", "Nils", "Olivia", "Paul", "Quentin", "Rosa", "Samuel", "Tara",
		"Ulrich", "Vera", "Walter", "Ximena", "Yara", "Anne-Marie", "Jean-Luc", "Mary Ann", "Ruth", "Omar",
	}
	familyNames = []string{
		"O'Brien", "李", "Müller", "García", "de la Cruz", "van der Berg", "Ó Súilleabháin", "Straße", "Þórsdóttir", "Nguyễn",
		"Smith", "Jones", "Taylor", "Rossi", "Silva", "Kowalski", "Novák", "Horvat", "Jensen", "Virtanen",
		"Tanaka", "Kim", "Singh", "Khan", "Cohen", "Haddad", "Okafor", "Mensah", "Dlamini", "Abebe",
		"Martin", "Bernard", "Dubois", "Schmidt", "Weber", "Wagner", "Costa", "Pereira", "Ivanova", "Petrov",
		"Murphy", "Walsh", "Campbell", "Fraser", "Evans", "Hughes", "Larsen", "Nilsson", "Andersson", "D'Angelo",
		"Marino", "Greco", "Lopez", "Torres", "Ramírez", "Castro", "Moreau", "Lefèvre", "Çelik", "Yılmaz",
	}
	middleNames = []string{"James", "Maria", "Lee", "T.", "Sofía", "Q."}
	jobTitles   = []string{
		"Accountant", "Analyst", "Architect", "Clerk", "Consultant", "Controller", "Designer", "Developer",
		"Editor", "Engineer", "Nurse", "Recruiter", "Researcher", "Sales Manager", "Technician", "Tester",
	}
	locales = []string{"en-GB", "en-US", "de-DE", "fr-FR", "es-ES", "zh-CN", "pt-BR", "pl-PL"}
	streets = []string{"High Street", "Station Road", "Hauptstraße", "Rue de l'Église", "Calle Mayor", "Kungsgatan"}
	cities  = []string{"London", "Köln", "Lyon", "Málaga", "Göteborg", "Łódź", "São Paulo", "成都"}
)

type department struct{ code, name string }

var departments = []department{
	{"SALES", "Sales"},
	{"R&D", "Research and Development"},
	{"FIN", "Finance"},
	{"HR", "Human Resources"},
	{"IT", "Information Technology"},
	{"LEGAL", "Legal"},
	{"OPS", "Operations"},
	{"QA", "Quality Assurance"},
	{"MKT", "Marketing & Communication"},
	{"PROC", "Procurement"},
	{"SUP", "Customer Support"},
	{"BOARD", "Board"},
}

// role is a group of employees; every every-th of them belongs to it.
type role struct {
	name  string
	every int
}

var roles = []role{
	{"All Employees", 1},
	{"Payroll Readers", 40},
	{"Payroll Editors", 150},
	{"Time Sheet Approvers", 12},
	{"Expense Approvers", 15},
	{"Recruiters", 60},
	{"Data Protection", 200},
	{"Works Council", 90},
	{"First Aiders", 25},
	{"Contract Signatories", 300},
}
