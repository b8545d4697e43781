/**
 * The three services of the lab, each a process of its own: real requests, real waits, a real
 * database and faults that really happen in it. Imports {@code lab.fault}; of libraries only the
 * JDK's, and HikariCP and the PostgreSQL driver where there is a database, since its heap is small.
 */
@NullMarked
package dev.aegis.lab.service;

import org.jspecify.annotations.NullMarked;
