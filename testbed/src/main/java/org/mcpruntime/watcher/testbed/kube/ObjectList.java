package org.mcpruntime.watcher.testbed.kube;

import java.util.List;

/** All objects of one type at one position, ordered by key. */
record ObjectList(long resourceVersion, List<StoredObject> objects) {}
