@org.jspecify.annotations.NullMarked
package dev.aegis.agent;
