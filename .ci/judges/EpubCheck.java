import com.adobe.epubcheck.tool.EpubChecker;

/** Runs EPUBCheck over many files in one process: the first takes seconds, each further one a fraction of a second. */
class EpubCheck {
    public static void main(String[] files) {
        int worst = files.length > 0 ? 0 : 2;
        for (String file : files) {
            int status = new EpubChecker().run(new String[] {"--quiet", "--failonwarnings", file}) == 0 ? 0 : 1;
            System.out.println((status == 0 ? "pass " : "FAIL ") + file);
            worst = Math.max(worst, status);
        }
        System.exit(worst);
    }
}
