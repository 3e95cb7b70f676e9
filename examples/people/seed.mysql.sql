INSERT INTO departments VALUES ('COLL', 'Collections'), ('CONS', 'Conservation'), ('VIS', 'Visitor Services');
INSERT INTO persons VALUES
    (1, 'Amara', 'Nwosu', '1979-02-11'), (2, 'Jonas', 'Lindqvist', '1988-07-30'), (3, 'Teresa', 'Almeida', '1991-12-05'), (4, NULL, 'Sung', NULL);
INSERT INTO employees VALUES (101, 1, 'Main', 'B12'), (102, 2, 'Main', NULL), (103, 3, 'Depot', 'D03'), (104, 4, 'Main', NULL);
INSERT INTO employments VALUES
    (101, '2012-05-01', '2019-12-31', 'VIS', 'Guide', 'K100'),
    (101, '2020-01-01', '9999-12-31', 'COLL', 'Registrar', 'K210'),
    (102, '2018-09-01', '2026-03-31', 'CONS', 'Conservator', 'K300'),
    (103, '2021-02-01', '2026-06-30', 'VIS', 'Guide', 'K100'),
    (103, '2026-07-01', '9999-12-31', 'VIS', 'Head Guide', 'K110');
INSERT INTO accounts VALUES
    (1, 101, 'a.nwosu', 'a.nwosu@example.com', 'P', 'A', NULL),
    (2, 102, 'j.lindqvist', 'j.lindqvist@example.com', 'P', 'A', NULL),
    (3, 103, 't.almeida', 't.almeida@example.com', 'P', 'A', NULL),
    (4, 104, 'sung', NULL, 'P', 'A', NULL),
    (5, NULL, 'ticketing', NULL, 'S', 'A', NULL);
INSERT INTO access_groups VALUES (1, 'Vault'), (2, 'Staff room');
INSERT INTO access_members VALUES (1, 1), (2, 1), (2, 3), (2, 5);
