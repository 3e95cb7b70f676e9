CREATE TABLE staff (
	site CHAR(4) NOT NULL,
	no INTEGER NOT NULL,
	login CHAR(12) NOT NULL,
	login_search VARCHAR(12),
	code VARCHAR(20),
	last_name VARCHAR(40),
	kind CHAR(1) NOT NULL,
	status INTEGER DEFAULT 1 NOT NULL,
	active CHAR(1) NOT NULL,
	locked CHAR(1) NOT NULL,
	remote SMALLINT,
	trained VARCHAR(5),
	hired_on DATE,
	starts VARCHAR(8),
	leaves_on VARCHAR(8),
	reviewed_at INTEGER,
	seen_at TIMESTAMP NULL,
	created_ms BIGINT,
	row_version INTEGER,
	PRIMARY KEY (site, no),
	UNIQUE (login)
);
CREATE TABLE phones (
	site CHAR(4) NOT NULL,
	staff_no INTEGER NOT NULL,
	line_no INTEGER NOT NULL,
	number VARCHAR(20) NOT NULL,
	digits VARCHAR(20),
	dropped INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (site, staff_no, line_no),
	FOREIGN KEY (site, staff_no) REFERENCES staff (site, no)
);
CREATE TABLE settings (
	site CHAR(4) NOT NULL,
	staff_no INTEGER NOT NULL,
	theme VARCHAR(10),
	PRIMARY KEY (site, staff_no),
	FOREIGN KEY (site, staff_no) REFERENCES staff (site, no)
);
CREATE TABLE journal (site CHAR(4), staff_no INTEGER, what VARCHAR(20));
INSERT INTO staff (site, no, login, last_name, kind, active, locked, starts) VALUES ('N', 7, 'employee', 'Own', 'E', 'Y', 'N', '20200101');
INSERT INTO staff (site, no, login, last_name, kind, active, locked, starts) VALUES ('N', 8, 'tomorrow', 'Soon', 'C', 'Y', 'N', '20260505');
INSERT INTO staff (site, no, login, last_name, kind, active, locked, starts) VALUES ('S', 9, 'boss', 'Kept', 'C', 'Y', 'Y', '20200101');
