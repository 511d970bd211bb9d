#include "errors.hpp"

#include "ledger.hpp"

#include <wumei/base/assert.hpp>
#include <wumei/base/text.hpp>

namespace wumei::python {
namespace {

namespace py = pybind11;

/// Text of the machine (file names, messages of the system) may not be UTF-8.
py::str sayable(const std::string& text) {
  PyObject* decoded =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
  return py::reinterpret_steal<py::str>(decoded);
}

struct Said {
  std::string code;
  std::string zh;
  std::string en;
  Facts facts = {};
};

/// The classes are Python's, in wumei/_errors.py: what has fields and a pickle is best said there.
void raise(const char* type, const Said& said) {
  py::dict facts;
  for (const Fact& fact : said.facts) facts[sayable(fact.name)] = sayable(fact.value);
  const py::object made = py::module_::import("wumei._errors")
                              .attr(type)(said.code, sayable(said.zh), sayable(said.en), facts);
  PyErr_SetObject(py::type::handle_of(made).ptr(), made.ptr());
}

template <class Failure>
Said in_both(std::string code, const Failure& failure, Facts facts) {
  return {std::move(code), texts(cli::Language::zh).sentence(failure),
          texts(cli::Language::en).sentence(failure), std::move(facts)};
}

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const cli::Refused& refused) {
    const Refusal& refusal = refused.refusal();
    raise("Refused", in_both(std::string(name(refusal.code)), refusal, refusal.facts));
  } catch (const Error& error) {
    raise("Error", in_both(std::string(name(error.code())), error, error.facts()));
  } catch (const cli::Usage& usage) {
    raise("Error", {"usage", usage.what(), usage.what()});
  } catch (const InvariantViolation& fault) {
    raise("Error", {"internal", texts(cli::Language::zh).said(fault.what()), fault.what()});
  }
}

}  // namespace

void translate_errors() { py::register_exception_translator(translate); }

}  // namespace wumei::python
