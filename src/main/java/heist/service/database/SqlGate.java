package heist.service.database;

import heist.HeistException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.util.TablesNamesFinder;

/**
 * Lets one SELECT through and says which tables it names, in subqueries and common table
 * expressions, too. It is the first of two fences: the file behind it holds nothing that the caller
 * may not read, so a statement that this parser reads otherwise than SQLite does finds nothing
 * there. Stateless and thread-safe.
 */
final class SqlGate {
  static final int MAX_LENGTH = 4_000;
  private static final int MAX_DEPTH = 40;
  private static final long PARSE_MS = 400;

  private static final List<String> FUNCTIONS = List.of("json_each", "json_tree");

  private static final Pattern FENCE = Pattern.compile("^```(?:sql)?\\s*|\\s*```$");

  /** Libraries put the class of an exception before what it says. */
  private static final Pattern CLASS_NAME = Pattern.compile("^[\\w.$]+(Exception|Error): ");

  private static final Pattern END = Pattern.compile("[;\\s]+$");

  private SqlGate() {}

  /**
   * A statement that may run.
   *
   * @param sql as given, without fences and semicolons at its ends
   * @param tables what it reads from, in lower case (SQLite folds ASCII alone, and so does this)
   * @param local the names that it defines itself by WITH
   */
  record Passed(String sql, Set<String> tables, Set<String> local) {}

  /**
   * @throws HeistException BAD_INPUT with what to write instead
   */
  static Passed check(String query) {
    String sql = END.matcher(FENCE.matcher(query.strip()).replaceAll("")).replaceAll("");
    if (sql.isEmpty()) {
      throw bad("the query is empty; give one SELECT statement");
    }
    if (sql.length() > MAX_LENGTH) {
      throw bad(
          "the query has " + sql.length() + " characters; at most " + MAX_LENGTH + " are read");
    }
    if (sql.indexOf('\0') >= 0 || depth(sql) > MAX_DEPTH) {
      throw bad("the query is nested more than " + MAX_DEPTH + " deep, or holds a null character");
    }
    if (!(parse(sql) instanceof Select select)) {
      throw bad("only SELECT is allowed here: the database is read-only");
    }
    Finder finder = new Finder();
    try {
      finder.getTables((Statement) select);
    } catch (UnsupportedOperationException e) {
      throw bad("this kind of query is not supported; write a plain SELECT");
    }
    return new Passed(sql, Set.copyOf(finder.found), Set.copyOf(finder.local));
  }

  private static Statement parse(String sql) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statements =
          CCJSqlParserUtil.parseStatements(
              sql,
              threads,
              parser ->
                  parser
                      .withSquareBracketQuotation(true)
                      .withAllowComplexParsing(false)
                      .withAllowedNestingDepth(MAX_DEPTH)
                      .withTimeOut(PARSE_MS));
      if (statements.size() != 1) {
        throw bad("give exactly one SELECT statement, not " + statements.size());
      }
      return statements.getFirst();
    } catch (JSQLParserException | IllegalArgumentException e) {
      throw bad("the query is not understood: " + reason(e));
    } catch (StackOverflowError e) {
      throw bad("the query is nested too deeply");
    }
  }

  /** The first line of a parser's complaint; the rest lists every token it would have liked. */
  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = String.valueOf(cause.getMessage()).strip();
    if (cause instanceof java.util.concurrent.TimeoutException) {
      return "it takes too long to read; write it simpler";
    }
    return CLASS_NAME.matcher(message.lines().findFirst().orElse("syntax error")).replaceFirst("")
        + ". Write one SELECT in SQLite's dialect";
  }

  private static int depth(String sql) {
    int depth = 0;
    int most = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '(') {
        most = Math.max(most, ++depth);
      } else if (c == ')') {
        depth--;
      }
    }
    return most;
  }

  /** The name without its quotes, ASCII letters in lower case, as SQLite compares names. */
  static String fold(String name) {
    String bare = name;
    if (bare.length() > 1 && "\"`['".indexOf(bare.charAt(0)) >= 0) {
      bare = bare.substring(1, bare.length() - 1);
    }
    return bare.chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + 32 : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static HeistException bad(String message) {
    return new HeistException(HeistException.Kind.BAD_INPUT, message);
  }

  /** Walks the whole statement; the library's own walk leaves out what only it knows of. */
  private static final class Finder extends TablesNamesFinder<Void> {
    private final Set<String> found = new TreeSet<>();
    private final Set<String> local = new TreeSet<>();

    Finder() {
      init(true);
    }

    @Override
    public <S> Void visit(WithItem<?> item, S context) {
      if (!(item.getStatement() instanceof Select)
          && !(item.getParenthesedStatement() instanceof Select)) {
        throw bad("only SELECT is allowed within WITH, too");
      }
      local.add(fold(item.getAliasName()));
      return super.visit(item, context);
    }

    /** {@code pragma_database_list()} and its like tell where files lie. */
    @Override
    public <S> Void visit(TableFunction function, S context) {
      String name = fold(String.valueOf(function.getFunction().getName()));
      if (!FUNCTIONS.contains(name)) {
        throw bad("the table function " + name + " is not allowed; there are: " + FUNCTIONS);
      }
      return super.visit(function, context);
    }

    @Override
    public <S> Void visit(PlainSelect select, S context) {
      boolean into =
          (select.getIntoTables() != null && !select.getIntoTables().isEmpty())
              || select.getIntoTempTable() != null
              || select.getMySqlSelectIntoClause() != null;
      if (into || select.getForMode() != null) {
        throw bad("SELECT INTO and FOR UPDATE are not allowed: the database is read-only");
      }
      return super.visit(select, context);
    }

    @Override
    protected String extractTableName(Table table) {
      String schema = table.getSchemaName();
      if (schema != null && !fold(schema).equals("main")) {
        throw bad("there is one database only; leave out \"" + schema + ".\"");
      }
      String name = fold(table.getName());
      found.add(name);
      return name;
    }

    @Override
    public void visit(Table table) {
      this.visit(table, null);
    }
  }

  /** {@code show tables}, {@code .schema} and the like: what a model tries to see the tables. */
  static boolean asksForSchema(String query) {
    String plain = END.matcher(query.strip().toLowerCase(Locale.ROOT)).replaceAll("");
    return plain.matches("(show|list|describe)?\\s*\\.?(tables?|schema|databases?|help)");
  }
}
