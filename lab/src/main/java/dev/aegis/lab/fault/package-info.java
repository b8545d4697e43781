/**
 * What can go wrong in the lab, as data: a fault composes changes that somebody makes and effects
 * that really happen. Imports nothing but the JDK, since every serving process loads it into a
 * small heap.
 */
@NullMarked
package dev.aegis.lab.fault;

import org.jspecify.annotations.NullMarked;
