/**
 * Everything round the serving processes of the lab: the control plane with its desired state, the
 * database, the edges, the link between the regions and the clients. Starts {@code
 * dev.aegis.lab.service} as processes and speaks HTTP with them; imports {@code
 * dev.aegis.lab.fault}, the settings the services know, and the exception of {@code
 * dev.aegis.app.intake}.
 */
@NullMarked
package dev.aegis.lab.plant;

import org.jspecify.annotations.NullMarked;
