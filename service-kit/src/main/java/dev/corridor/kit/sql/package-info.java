/** PostgreSQL: connection pool, retried transactions, migrations. */
package dev.corridor.kit.sql;
