-- ext is kept as it was given: a JSON column orders keys anew (MySQL), and refuses nesting that we accept (MariaDB: 32 deep).

ALTER TABLE conversation MODIFY ext TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
ALTER TABLE user MODIFY ext TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
