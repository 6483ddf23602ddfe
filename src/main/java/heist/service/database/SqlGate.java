package heist.service.database;

import heist.HeistException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;
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
  static final int MAX_DEPTH = 20;
  static final int MAX_BRACKETS = 200;

  /**
   * Length and nesting keep parsing under a tenth of a second; this is for what they do not
   * foresee.
   */
  private static final long PARSE_MS = 400;

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sql-parse-watch").factory());

  private static final List<String> FUNCTIONS = List.of("json_each", "json_tree");

  private static final Pattern FENCE = Pattern.compile("^```(?:sql)?\\s*|\\s*```$");

  /** Libraries put the class of an exception before what it says. */
  private static final Pattern CLASS_NAME = Pattern.compile("^[\\w.$]+(Exception|Error): ");

  /** What the parser calls a token, before the token itself. */
  private static final Pattern TOKEN = Pattern.compile("Encountered: (?:<\\w+> / )?(\\S+?),? at ");

  private static final Pattern END_DOT = Pattern.compile("[.\\s]+$");
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
    if (sql.indexOf('\0') >= 0) {
      throw bad("the query holds a null character; leave it out");
    }
    boundNesting(sql);
    try {
      if (!(parse(sql) instanceof Select select)) {
        throw bad("only SELECT is allowed here: the database is read-only");
      }
      Finder finder = new Finder();
      finder.getTables((Statement) select);
      return new Passed(sql, Set.copyOf(finder.found), Set.copyOf(finder.local));
    } catch (UnsupportedOperationException e) {
      throw bad("this kind of query is not supported; write a plain SELECT");
    } catch (StackOverflowError e) {
      throw bad("the query is nested too deeply; write it flatter");
    }
  }

  /** On the caller's own thread: a busy machine has no second one to spare for it. */
  private static Statement parse(String sql) {
    CCJSqlParser parser =
        CCJSqlParserUtil.newParser(sql)
            .withSquareBracketQuotation(true)
            .withAllowComplexParsing(false);
    AtomicBoolean late = new AtomicBoolean();
    Future<?> watch =
        WATCH.schedule(
            () -> {
              late.set(true);
              parser.interrupted = true;
            },
            PARSE_MS,
            TimeUnit.MILLISECONDS);
    try {
      var statements = parser.Statements();
      if (statements.size() != 1) {
        throw bad("give exactly one SELECT statement, not " + statements.size());
      }
      return statements.getFirst();
    } catch (ParseException | TokenMgrException | IllegalArgumentException e) {
      throw bad(
          late.get()
              ? "the query takes too long to read; write it simpler, or try again"
              : "the query is not understood: " + reason(e));
    } finally {
      watch.cancel(false);
    }
  }

  /** The first line of a parser's complaint; the rest lists every token it would have liked. */
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage()).strip();
    String first =
        CLASS_NAME.matcher(message.lines().findFirst().orElse("syntax error")).replaceFirst("");
    String told =
        TOKEN
            .matcher(first)
            .replaceFirst("from $1 on, at ")
            .replaceFirst(", in lexical state .*", "");
    return END_DOT.matcher(told.replace("<EOF>", "end")).replaceFirst("")
        + ". Write one SELECT in SQLite's dialect";
  }

  /**
   * The parser looks ahead at every bracket, so brackets are what makes it slow. Those within
   * quotes and comments do not nest, and do not hide others; how many there are counts whatever is
   * quoted.
   */
  private static void boundNesting(String sql) {
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      switch (sql.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case '\'', '"', '`' -> i = after(sql, i + 1, String.valueOf(sql.charAt(i)));
        case '[' -> i = after(sql, i + 1, "]");
        case '-' -> i = sql.startsWith("--", i) ? after(sql, i, "\n") : i;
        case '/' -> i = sql.startsWith("/*", i) ? after(sql, i + 2, "*/") : i;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw bad(
            "the query nests brackets more than "
                + MAX_DEPTH
                + " deep (at character "
                + (i + 1)
                + "); leave out brackets, or take subqueries out into WITH");
      }
    }
    long brackets = sql.chars().filter(c -> c == '(').count();
    if (brackets > MAX_BRACKETS) {
      throw bad(
          "the query has " + brackets + " opening brackets; at most " + MAX_BRACKETS + " are read");
    }
  }

  /** The last character of the next {@code end}, or of the text. */
  private static int after(String sql, int from, String end) {
    int at = sql.indexOf(end, from);
    return at < 0 ? sql.length() : at + end.length() - 1;
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
