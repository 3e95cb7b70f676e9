package helpdesk

// Names from many places. The logins are the part of the mail address that the company gave out, long ago.
type name struct{ shown, login string }

func firstNames() []name {
	return []name{
		{"Agnieszka", "agnieszka"}, {"Amadou", "amadou"}, {"Bríd", "brid"}, {"Catalina", "catalina"}, {"Dag", "dag"},
		{"Esra", "esra"}, {"Frédéric", "frederic"}, {"Giulia", "giulia"}, {"Hana", "hana"}, {"Ibrahim", "ibrahim"},
		{"João", "joao"}, {"Kaja", "kaja"}, {"Lars", "lars"}, {"Mei", "mei"}, {"Nora", "nora"},
		{"Ömer", "oemer"}, {"Petra", "petra"}, {"Rafael", "rafael"}, {"Sanne", "sanne"}, {"Thu Hà", "thuha"},
		{"Umberto", "umberto"}, {"Vilma", "vilma"}, {"Wiebke", "wiebke"}, {"Yara", "yara"}, {"Zeynep", "zeynep"},
	}
}

func lastNames() []name {
	return []name{
		{"Aalto", "aalto"}, {"Bauer", "bauer"}, {"Cruz", "cruz"}, {"D'Amico", "damico"}, {"Eze", "eze"},
		{"Fernández", "fernandez"}, {"Grünwald", "gruenwald"}, {"Iyer", "iyer"},
		{"Kaya", "kaya"}, {"Lindqvist", "lindqvist"}, {"MacLeod", "macleod"}, {"Nowak", "nowak"}, {"O'Hara", "ohara"},
		{"Pham", "pham"}, {"Rossi", "rossi"}, {"Šimić", "simic"}, {"van Dijk", "vandijk"},
		{"Wójcik", "wojcik"}, {"Zhang", "zhang"},
	}
}

func jobTitles() []string {
	return []string{"Agent", "Senior Agent", "Shift Lead", "Field Technician", "Knowledge Editor", "Coach"}
}

func departments() []string {
	return []string{"Service Desk", "Field Service", "Customer Care", "Back Office", "Quality & Training"}
}

func timeZones() []string {
	return []string{"Europe/Dublin", "Europe/Berlin", "Europe/Helsinki", "Asia/Singapore", "America/Toronto"}
}

func locales() []string { return []string{"en-IE", "de-DE", "fi-FI", "en-SG", "fr-CA"} }

// teamNames are the teams, and of every how many agents one belongs to it.
func teamNames() []struct {
	name  string
	every int
} {
	return []struct {
		name  string
		every int
	}{
		{"Everybody", 1}, {"First Line", 2}, {"Second Line", 5}, {"Night Shift", 7}, {"VIP Desk", 25}, {"Network & Wi-Fi", 9},
		{"Printers", 30}, {"On Call", 11}, {"Trainers", 40}, {"Escalations", 60}, {"Français", 12}, {"Nobody Yet", 10_000},
	}
}
