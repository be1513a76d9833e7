package org.mcpruntime.watcher.testbed.kube;

import java.time.Duration;

/**
 * What a client asks of a watch.
 *
 * @param after position after which changes are told, unless the watch begins with what is
 * @param initialState whether it begins with all objects as ADDED
 * @param marksInitialEnd whether a bookmark tells the end of these
 * @param bookmarks whether the client takes bookmarks
 * @param bookmarkInterval between periodic bookmarks
 * @param timeout after which the watch ends
 */
record WatchOptions(
    Selector selector,
    String namespace,
    long after,
    boolean initialState,
    boolean marksInitialEnd,
    boolean bookmarks,
    Duration bookmarkInterval,
    Duration timeout) {
  private static final Duration LONGEST = Duration.ofMinutes(45);

  static WatchOptions of(ReadCall call, long current, Duration bookmarkInterval) throws ApiError {
    HttpRequest request = call.request();
    String match = request.parameter("resourceVersionMatch");
    String sendInitial = request.parameter("sendInitialEvents");
    if (!sendInitial.isEmpty() && !match.equals("NotOlderThan")) {
      throw ApiError.invalidOptions(
          "resourceVersionMatch",
          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    if (sendInitial.isEmpty() && !match.isEmpty()) {
      throw ApiError.invalidOptions(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
    long asked = call.resourceVersion();
    boolean initial = sendInitial.isEmpty() ? asked == 0 : request.flag("sendInitialEvents");
    if (initial && asked > current) {
      throw ApiError.tooLargeVersion(asked, current);
    }
    boolean bookmarks = request.flag("allowWatchBookmarks");
    return new WatchOptions(
        call.selector(),
        call.namespace(),
        asked == 0 ? current : asked,
        initial,
        initial && bookmarks && !sendInitial.isEmpty(),
        bookmarks,
        bookmarkInterval,
        timeout(request.parameter("timeoutSeconds")));
  }

  private static Duration timeout(String seconds) throws ApiError {
    try {
      long given = seconds.isEmpty() ? 0 : Long.parseLong(seconds);
      return given > 0 ? Duration.ofSeconds(given) : LONGEST;
    } catch (NumberFormatException e) {
      throw ApiError.badRequest("timeoutSeconds: \"" + seconds + "\" is not a number");
    }
  }
}
