package org.mcpruntime.watcher.correlator.streams;

import java.util.function.Function;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;

/**
 * What the clusters of one task share.
 *
 * @param histories gives what is kept of a cluster, as it is now
 * @param engine the live one, on these stores
 * @param sink takes what it says
 */
record Host(
    EngineSettings settings,
    Function<String, ClusterHistory> histories,
    Function<StoreName, Store> stores,
    IncidentEngine engine,
    Sink sink) {}
