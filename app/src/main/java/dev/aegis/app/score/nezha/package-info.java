/**
 * The data of Nezha (Yu and others, <i>Nezha: Interpretable Fine-Grained Root Causes Analysis for
 * Microservices on Multi-modal Observability Data</i>, FSE 2023; MIT): its files and what they say
 * of a fault. Imports {@code app.score.culprit}, {@code cli}, {@code intake} and the core.
 */
@NullMarked
package dev.aegis.app.score.nezha;

import org.jspecify.annotations.NullMarked;
