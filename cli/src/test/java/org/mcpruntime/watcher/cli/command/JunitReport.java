package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A JUnit report as a build server reads it. */
record JunitReport(Element root) {

  /**
   * One test case.
   *
   * @param outcome name of the element that tells it; empty when it passed without a word
   */
  record Case(String className, String name, String outcome, String message, String text) {}

  static JunitReport parse(String xml) throws Exception {
    return new JunitReport(DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement());
  }

  List<Case> cases(String className) {
    return cases(root).stream()
        .filter(each -> each.className().equals(className))
        .toList();
  }

  /** What every reader relies on: names, and counts that are those of the elements. */
  void requireSound() {
    assertThat(root.getTagName()).isEqualTo("testsuites");
    requireCounts(root);
    List<Element> suites = children(root);
    assertThat(suites)
        .isNotEmpty()
        .extracting(suite -> suite.getAttribute("name"))
        .doesNotHaveDuplicates();
    for (Element suite : suites) {
      assertThat(suite.getTagName()).isEqualTo("testsuite");
      assertThat(LocalDateTime.parse(suite.getAttribute("timestamp"))).isNotNull();
      requireCounts(suite);
    }
    assertThat(cases(root)).isNotEmpty().allSatisfy(each -> {
      assertThat(each.name()).isNotBlank();
      assertThat(each.outcome()).isIn("", "failure", "skipped", "system-out");
    });
    assertThat(cases(root).stream().map(each -> each.className() + " " + each.name()))
        .doesNotHaveDuplicates();
  }

  private static void requireCounts(Element element) {
    List<Case> cases = cases(element);
    assertThat(element.getAttribute("tests")).isEqualTo(String.valueOf(cases.size()));
    assertThat(element.getAttribute("failures")).isEqualTo(count(cases, "failure"));
    assertThat(element.getAttribute("skipped")).isEqualTo(count(cases, "skipped"));
    assertThat(element.getAttribute("errors")).isEqualTo("0");
  }

  private static String count(List<Case> cases, String outcome) {
    return String.valueOf(
        cases.stream().filter(each -> each.outcome().equals(outcome)).count());
  }

  private static List<Case> cases(Element element) {
    List<Case> cases = new ArrayList<>();
    for (Element child : children(element)) {
      if (child.getTagName().equals("testcase")) {
        List<Element> outcome = children(child);
        assertThat(outcome).hasSizeLessThanOrEqualTo(1);
        Element told = outcome.isEmpty() ? null : outcome.get(0);
        cases.add(new Case(
            child.getAttribute("classname"),
            child.getAttribute("name"),
            told == null ? "" : told.getTagName(),
            told == null ? "" : told.getAttribute("message"),
            told == null ? "" : told.getTextContent()));
      } else {
        cases.addAll(cases(child));
      }
    }
    return cases;
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }
}
