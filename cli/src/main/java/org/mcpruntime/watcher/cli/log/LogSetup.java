package org.mcpruntime.watcher.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Sends log lines somewhere. Ours from INFO, those of libraries from WARN: at INFO the Kafka clients write their whole
 * configuration, and nobody reads it.
 */
public final class LogSetup {

  /** Time in UTC, level, logger, message, then key="value" pairs. */
  private static final String PATTERN =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %logger{30} %msg %kvp%n";

  private static final String OURS = "org.mcpruntime.watcher";

  private LogSetup() {}

  /** To a file that rolls at 10 MB; three old ones are kept. */
  public static void toFile(Path file, boolean verbose) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(file.toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(3);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FileSize.valueOf("10MB"));
    trigger.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    start(context, appender, text(), verbose);
  }

  /**
   * To standard error, where a container's log is.
   *
   * @param json one JSON object a line, key/value pairs as a list in it
   */
  public static void toStandardError(boolean verbose, boolean json) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    start(context, appender, json ? new JsonEncoder() : text(), verbose);
  }

  private static PatternLayoutEncoder text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static void start(
      LoggerContext context,
      OutputStreamAppender<ILoggingEvent> appender,
      EncoderBase<ILoggingEvent> encoder,
      boolean verbose) {
    encoder.setContext(context);
    encoder.start();
    appender.setEncoder(encoder);
    appender.setContext(context);
    appender.start();
    context.getLogger("ROOT").detachAndStopAllAppenders();
    context.getLogger("ROOT").addAppender(appender);
    context.getLogger("ROOT").setLevel(Level.WARN);
    context.getLogger(OURS).setLevel(verbose ? Level.DEBUG : Level.INFO);
  }
}
